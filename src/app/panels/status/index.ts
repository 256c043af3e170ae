export { StatusBar } from "./StatusBar.tsx";
export { Toasts } from "./Toasts.tsx";
