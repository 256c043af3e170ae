export { ViewingArea } from "./ViewingArea.tsx";
