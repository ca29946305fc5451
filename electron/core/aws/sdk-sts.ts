/** The part of the AWS SDK that says whose access it is. Only ever imported dynamically, like `cognito/sdk.ts`. */
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
