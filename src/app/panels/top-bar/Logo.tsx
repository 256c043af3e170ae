/** A lesion outlined on a grid of grey levels. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2" y="2" width="20" height="20" rx="4" fill="var(--mantine-color-dark-5)" />
      <rect x="7" y="7" width="5" height="5" fill="var(--mantine-color-dark-3)" />
      <rect x="12" y="7" width="5" height="5" fill="var(--mantine-color-dark-2)" />
      <rect x="7" y="12" width="5" height="5" fill="var(--mantine-color-dark-1)" />
      <rect x="12" y="12" width="5" height="5" fill="var(--mantine-color-dark-4)" />
      <path
        d="M12 4.6c3.3-.5 6.6 2.3 7 5.9.5 4-2.2 8.6-6.6 8.9-4.600.3-7.700-3-7.800-6.900C4.500 8.400 8.200 5.200 12 4.600Z"
        fill="none"
        stroke="var(--mantine-color-teal-4)"
        strokeWidth="1.8"
      />
    </svg>
  );
}
