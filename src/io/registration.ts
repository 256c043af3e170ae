import { followedBy, identity, inverse, type Rigid } from "#engine/rigid.ts";
import type { Series } from "./series.ts";

/** A spatial registration (REG): how frames of reference lie to each other. */
export type Registration = {
  readonly id: string;
  readonly path: string;
  readonly label: string;
  /** The frame that all others are brought to. */
  readonly frame: string;
  /** From a frame, or from single images, to `frame`. */
  readonly parts: readonly { readonly frame: string; readonly images: ReadonlySet<string>; readonly to: Rigid }[];
};

/** A transformation between two series, and whose it is. */
export type Registered = { readonly rigid: Rigid; readonly registration: Registration };

/**
 * Where positions of `from` lie in the frame of reference of `to`, by the last registration that knows both; null where
 * they share a frame, or none knows them.
 */
export function registered(registrations: readonly Registration[], from: Series, to: Series): Registered | null {
  const same = from.frameOfReferenceUid === to.frameOfReferenceUid;
  if (same || !from.frameOfReferenceUid || !to.frameOfReferenceUid) return null;
  for (const registration of registrations.toReversed()) {
    const [out, back] = [from, to].map((s) => toFrame(registration, s));
    if (out && back) return { rigid: followedBy(out, inverse(back)), registration };
  }
  return null;
}

function toFrame({ frame, parts }: Registration, { frameOfReferenceUid, slices }: Series): Rigid | null {
  const own = parts.find(
    (p) => p.frame === frameOfReferenceUid || (p.images.size > 0 && slices.some((s) => p.images.has(s.sopInstanceUid))),
  );
  if (own) return own.to;
  return frameOfReferenceUid === frame ? identity : null;
}
