import { expose } from "comlink";
import { carryTypedErrors } from "./errors.ts";
import { workerApi } from "./jobs.ts";

carryTypedErrors();
expose(workerApi);

// A lock held for life: when this worker dies, however it dies, the page gets the lock and knows.
const { name } = self;
if (name && "locks" in navigator) void navigator.locks.request(name, () => new Promise(() => {}));
