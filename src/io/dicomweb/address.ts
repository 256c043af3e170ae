/** Where a DICOMweb service lives; no slash at its end. */
export type Address = { readonly root: string; readonly crossOrigin: boolean };

/** What is wrong with an address that was typed. */
export type AddressProblem = "empty" | "invalid" | "credentials" | "mixed_content";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Reads a base URL as a person types it: "http://host:8042/dicom-web", or "/dicom-web" for a service on the page's own
 * host. `page` is the page's URL: a secure page may not read from an insecure host, but for this computer.
 */
export function parseAddress(text: string, page: string): Address | AddressProblem {
  const typed = text.trim();
  if (typed === "") return "empty";
  // "host:8042/dicom-web" would parse as a scheme "host".
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || typed.startsWith("/") ? typed : `http://${typed}`;
  let url: URL;
  try {
    url = new URL(whole, page);
  } catch {
    return "invalid";
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return "invalid";
  if (url.hostname === "" || url.search !== "" || url.hash !== "") return "invalid";
  if (url.username !== "" || url.password !== "") return "credentials";
  const here = new URL(page);
  if (here.protocol === "https:" && url.protocol === "http:" && !LOOPBACK.test(url.hostname)) return "mixed_content";
  return { root: url.href.replace(/\/+$/, ""), crossOrigin: url.origin !== here.origin };
}
