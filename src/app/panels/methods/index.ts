export { MethodsDialog } from "./MethodsDialog.tsx";
