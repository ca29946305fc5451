/** A Security Token Service that gives out roles, for a person with an MFA device. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { connectionsOf } from './aws-stub.ts';

export type StsStub = {
  readonly url: string;
  /** The codes that came, oldest first; empty where none came. */
  readonly codes: readonly string[];
  /** What it says to a wrong code from now on. */
  refuseWith(message: string): void;
  /** Holds back the answers from now on, until the returned function is called. */
  hold(): () => void;
  /** How many connections are open, idle ones included. */
  connections(): Promise<number>;
  stop(): Promise<void>;
};

/** Takes `code` as the right one. The credentials that it gives end at `expiresAt` (milliseconds since 1970). */
export async function startSts({
  code,
  expiresAt,
}: {
  readonly code: string;
  readonly expiresAt: number;
}): Promise<StsStub> {
  const codes: string[] = [];
  let refusal = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
  let ready = Promise.resolve();
  const server = createServer((incoming, response) => {
    void text(incoming).then(async (body) => {
      const given = new URLSearchParams(body).get('TokenCode') ?? '';
      codes.push(given);
      await ready;
      const right = given === code;
      response
        .writeHead(right ? 200 : 403, { 'content-type': 'text/xml' })
        .end(right ? role(expiresAt) : refused(refusal));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    codes,
    refuseWith(message) {
      refusal = message;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      ready = promise;
      return resolve;
    },
    connections: () => connectionsOf(server),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const xmlns = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

const role = (expiresAt: number) => `<AssumeRoleResponse ${xmlns}>
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROAEXAMPLE:session</AssumedRoleId>
      <Arn>arn:aws:sts::111122223333:assumed-role/Reader/session</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAROLE00000000</AccessKeyId>
      <SecretAccessKey>dummySecretOfTheRole</SecretAccessKey>
      <SessionToken>dummySessionTokenOfTheRole</SessionToken>
      <Expiration>${new Date(expiresAt).toISOString()}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>11111111-2222-4333-8444-555555555555</RequestId></ResponseMetadata>
</AssumeRoleResponse>`;

const refused = (message: string) => `<ErrorResponse ${xmlns}>
  <Error>
    <Type>Sender</Type>
    <Code>AccessDenied</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>11111111-2222-4333-8444-555555555555</RequestId>
</ErrorResponse>`;
