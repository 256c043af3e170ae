export { DropCurtain } from "./DropCurtain.tsx";
export { Welcome } from "./Welcome.tsx";
