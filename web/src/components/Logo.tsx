/** The mark of the product: an envelope; the name beside it says the rest. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#2b57c9" />
      <path
        d="M7 10.5h18v12H7zM7.5 11l8.5 7 8.5-7"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
