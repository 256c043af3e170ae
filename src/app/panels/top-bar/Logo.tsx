/** A lesion outlined on a grid of grey levels: the page's icon. */
export function Logo() {
  return <img className="logo" src="favicon.svg" alt="" />;
}
