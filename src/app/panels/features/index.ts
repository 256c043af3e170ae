export { FeaturesPanel } from "./FeaturesPanel.tsx";
