import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { carryTypedErrors } from "./errors.ts";
import { workerApi } from "./jobs.ts";

carryTypedErrors();
if (parentPort) expose(workerApi, nodeEndpoint(parentPort));
