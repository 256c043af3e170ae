export { APP_VERSION } from "#io/version.ts";
