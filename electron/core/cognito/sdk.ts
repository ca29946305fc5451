/**
 * The parts of the AWS SDK that the app uses, with the handler of its requests. Only ever imported dynamically: the
 * SDK costs tens of milliseconds, and a start without a call does not pay for it.
 */
export {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
export { createSystemHandler } from '../network/system-handler.ts';
