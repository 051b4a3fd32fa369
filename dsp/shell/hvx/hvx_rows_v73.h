/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROWS_V73_H
#define DSP_SHELL_HVX_ROWS_V73_H

/*
 * Those that later architectures added: see hvx_rows_v68.h. What is not computed has none.
 */
#define HVX_ROWS_V73(ROW)	\
	ROW(1d4020c0, DD_UV, BFLOAT, add_wide_bf, add_wide_bf, "Vdd.sf = vadd(Vu.bf, Vv.bf)") \
	ROW(1e052040, D_U, INTEGER, h_from_hf, h_from_hf, "Vd.h = Vu.hf") \
	ROW(1e052080, D_U, INTEGER, hf_from_h, hf_from_h, "Vd.hf = Vu.h") \
	ROW(1e052060, D_U, INTEGER, sf_from_w, sf_from_w, "Vd.sf = Vu.w") \
	ROW(1e052020, D_U, INTEGER, w_from_sf, w_from_sf, "Vd.w = Vu.sf") \
	ROW(1d402060, D_UV, BFLOAT, bf_from_sf, bf_from_sf, "Vd.bf = vcvt(Vu.sf, Vv.sf)") \
	ROW(1c802078, Q_UV, BFLOAT, gt_bf, gt_bf, "Qd = vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(1c8020d0, QAND_UV, BFLOAT, gt_bf, gt_bf, "Qx &= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(1c802038, QOR_UV, BFLOAT, gt_bf, gt_bf, "Qx |= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(1c8020f0, QXOR_UV, BFLOAT, gt_bf, gt_bf, "Qx ^= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(1d4020e0, D_UV, BFLOAT, max_bf, max_bf, "Vd.bf = vmax(Vu.bf, Vv.bf)") \
	ROW(1d402000, D_UV, BFLOAT, min_bf, min_bf, "Vd.bf = vmin(Vu.bf, Vv.bf)") \
	ROW(1d402080, DD_UV, BFLOAT, mul_wide_bf, mul_wide_bf, "Vdd.sf = vmpy(Vu.bf, Vv.bf)") \
	ROW(1d002000, XX_UV, BFLOAT, fma_wide_bf, fma_wide_bf, "Vxx.sf += vmpy(Vu.bf, Vv.bf)") \
	ROW(1d4020a0, DD_UV, BFLOAT, sub_wide_bf, sub_wide_bf, "Vdd.sf = vsub(Vu.bf, Vv.bf)")

#define HVX_ROWS_V79(ROW)	\
	ROW(1c6620c0, D_U, V79, none, abs_f8, "Vd.f8 = vabs(Vu.f8)") \
	ROW(1f800080, DD_UV, V79, none, add_f8, "Vdd.hf = vadd(Vu.f8, Vv.f8)") \
	ROW(1ac020c0, D_UV, V79, none, round_b2_hf, "Vd.b = vcvt2(Vu.hf, Vv.hf)") \
	ROW(1ed520c0, DD_U, V79, none, hf_from_b2, "Vdd.hf = vcvt2(Vu.b)") \
	ROW(1ed520e0, DD_U, V79, none, hf_from_ub2, "Vdd.hf = vcvt2(Vu.ub)") \
	ROW(1ac020e0, D_UV, V79, none, round_ub2_hf, "Vd.ub = vcvt2(Vu.hf, Vv.hf)") \
	ROW(1fe02040, D_UV, V79, none, f8_from_hf, "Vd.f8 = vcvt(Vu.hf, Vv.hf)") \
	ROW(1e0520a0, DD_U, V79, none, hf_from_f8, "Vdd.hf = vcvt(Vu.f8)") \
	ROW(1c6020a0, D_UV, V79, none, fmax_f8, "Vd.f8 = vfmax(Vu.f8, Vv.f8)") \
	ROW(1c602080, D_UV, V79, none, fmin_f8, "Vd.f8 = vfmin(Vu.f8, Vv.f8)") \
	ROW(1c6620e0, D_U, V79, none, neg_f8, "Vd.f8 = vfneg(Vu.f8)") \
	ROW(1f8000c0, DD_UV, V79, none, mul_f8, "Vdd.hf = vmpy(Vu.f8, Vv.f8)") \
	ROW(1f8000e0, XX_UV, V79, none, fma_f8, "Vxx.hf += vmpy(Vu.f8, Vv.f8)") \
	ROW(19c000e0, D_UR, V79, none, none, "Vd = vgetqfext(Vu.x, Rt)") \
	ROW(19c000c0, D_UR, V79, none, none, "Vx |= vgetqfext(Vu.x, Rt)") \
	ROW(19c00060, D_UR, V79, none, none, "Vd.x = vsetqfext(Vu, Rt)") \
	ROW(1f0020e0, D_UV, V79, none, none, "Vd = vmerge(Vu.x, Vv.w)") \
	ROW(1a002060, D_UR, V79, none, mul_coded16_hr, "Vd.qf16 = vmpy(Vu.hf, Rt.hf)") \
	ROW(1a002040, D_UR, V79, none, mul_coded16_qr, "Vd.qf16 = vmpy(Vu.qf16, Rt.hf)") \
	ROW(1a002020, D_UR, V79, none, mul_coded32_sr, "Vd.qf32 = vmpy(Vu.sf, Rt.sf)") \
	ROW(1f8000a0, DD_UV, V79, none, sub_f8, "Vdd.hf = vsub(Vu.f8, Vv.f8)")

#define HVX_ROWS_V81(ROW)	\
	ROW(1e0e20c0, D_U, V81, none, abs_coded16_h, "Vd.qf16 = vabs(Vu.hf)") \
	ROW(1e0e20e0, D_U, V81, none, abs_coded16_q, "Vd.qf16 = vabs(Vu.qf16)") \
	ROW(1e0e20a0, D_U, V81, none, abs_coded32_q, "Vd.qf32 = vabs(Vu.qf32)") \
	ROW(1e0e2080, D_U, V81, none, abs_coded32_s, "Vd.qf32 = vabs(Vu.sf)") \
	ROW(1e0620e0, D_W, V81, none, bf_from_coded, "Vd.bf = Vuu.qf32") \
	ROW(1e0c20e0, D_U, V81, none, none, "Vd.f8 = Vu.qf16") \
	ROW(1e0620c0, D_U, V81, round_h_hf, round_h_hf, "Vd.h = Vu.hf:rnd") \
	ROW(1e0c20a0, DD_U, V81, none, none, "Vdd.qf16 = Vu.f8") \
	ROW(1e0c2080, D_U, V81, none, coded_from_hf, "Vd.qf16 = Vu.hf") \
	ROW(1e0c20c0, D_U, V81, none, copy, "Vd.qf16 = Vu.qf16") \
	ROW(1e0d20e0, D_U, V81, none, copy, "Vd.qf32 = Vu.qf32") \
	ROW(1e0d20c0, D_U, V81, none, coded_from_sf, "Vd.qf32 = Vu.sf") \
	ROW(1f80001c, Q_UV, V81, eq_hf, eq_hf, "Qd = vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(1c80201c, QAND_UV, V81, eq_hf, eq_hf, "Qx &= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(1c80205c, QOR_UV, V81, eq_hf, eq_hf, "Qx |= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(1c80209c, QXOR_UV, V81, eq_hf, eq_hf, "Qx ^= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(1f80000c, Q_UV, V81, eq_sf, eq_sf, "Qd = vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(1c80200c, QAND_UV, V81, eq_sf, eq_sf, "Qx &= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(1c80204c, QOR_UV, V81, eq_sf, eq_sf, "Qx |= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(1c80208c, QXOR_UV, V81, eq_sf, eq_sf, "Qx ^= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(1e0c2060, D_U, V81, none, none, "Vd.w = vilog2(Vu.hf)") \
	ROW(1e0c2020, D_U, V81, none, none, "Vd.w = vilog2(Vu.qf16)") \
	ROW(1e0c2000, D_U, V81, none, none, "Vd.w = vilog2(Vu.qf32)") \
	ROW(1e0c2040, D_U, V81, none, none, "Vd.w = vilog2(Vu.sf)") \
	ROW(1e0e2040, D_U, V81, none, neg_coded16_h, "Vd.qf16 = vneg(Vu.hf)") \
	ROW(1e0e2060, D_U, V81, none, neg_coded16_q, "Vd.qf16 = vneg(Vu.qf16)") \
	ROW(1e0e2020, D_U, V81, none, neg_coded32_q, "Vd.qf32 = vneg(Vu.qf32)") \
	ROW(1e0e2000, D_U, V81, none, neg_coded32_s, "Vd.qf32 = vneg(Vu.sf)") \
	ROW(1a002080, D_UV, V81, none, sub_coded16_hq, "Vd.qf16 = vsub(Vu.hf, Vv.qf16)") \
	ROW(1a002000, D_UV, V81, none, sub_coded32_sq, "Vd.qf32 = vsub(Vu.sf, Vv.qf32)")

#endif
