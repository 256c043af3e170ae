// Sixteen voxels of a row: their mask, and their numbers in twos and fours.

const IOTA = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/** The bytes of a row's last sixteen that belong to it. */
export function within(bytes: v128, left: i32): v128 {
  return left < 16 ? v128.and(bytes, i8x16.lt_s(IOTA, i8x16.splat(<i8>left))) : bytes;
}

export function inside(mask: usize, left: i32): v128 {
  return within(i8x16.ne(v128.load(mask), i8x16.splat(0)), left);
}

/** Four of sixteen bytes (0 or −1) as 32-bit numbers. */
export function four(bytes: v128, quarter: i32): v128 {
  const eight = quarter < 2 ? i16x8.extend_low_i8x16_s(bytes) : i16x8.extend_high_i8x16_s(bytes);
  return (quarter & 1) === 0 ? i32x4.extend_low_i16x8_s(eight) : i32x4.extend_high_i16x8_s(eight);
}

/** Two numbers, as 64-bit floats. */
export function two<T>(data: usize): v128 {
  return sizeof<T>() === 4 ? f64x2.promote_low_f32x4(v128.load64_zero(data)) : v128.load(data);
}

/** Four comparisons of 64-bit numbers as masks of 32 bits. */
export function halved(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/** The first two 32-bit numbers of each. */
export function joined(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 1, 4, 5);
}

/** Four numbers cut to whole ones. */
export function cut<T>(data: usize): v128 {
  return sizeof<T>() === 4
    ? i32x4.trunc_sat_f32x4_s(v128.load(data))
    : joined(i32x4.trunc_sat_f64x2_s_zero(v128.load(data)), i32x4.trunc_sat_f64x2_s_zero(v128.load(data, 16)));
}

/** Where four numbers are not those they were cut to. */
export function changed<T>(data: usize, whole: v128): v128 {
  return sizeof<T>() === 4
    ? f32x4.ne(f32x4.convert_i32x4_s(whole), v128.load(data))
    : halved(
        f64x2.ne(f64x2.convert_low_i32x4_s(whole), v128.load(data)),
        f64x2.ne(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(whole, whole, 2, 3, 2, 3)), v128.load(data, 16)),
      );
}
