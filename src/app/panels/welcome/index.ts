export { Arriving } from "./Arriving.tsx";
export { DropCurtain } from "./DropCurtain.tsx";
export { Waiting } from "./Waiting.tsx";
export { Welcome } from "./Welcome.tsx";
