/** The credential providers of the AWS SDK that the app uses. Only ever imported dynamically, like `cognito/sdk.ts`. */
export { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
export { loadSharedConfigFiles } from '@smithy/core/config';
