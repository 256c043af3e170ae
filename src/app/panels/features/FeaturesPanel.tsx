export function FeaturesPanel() {
  return null;
}
