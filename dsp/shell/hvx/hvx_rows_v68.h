/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROWS_V68_H
#define DSP_SHELL_HVX_ROWS_V68_H

/*
 * The floating point instructions of HVX that v68 has: code in base 16, without registers
 * and parse bits; operands; family; what computes it before v79, and from v79 on; and how
 * assemblers write it.
 */
#define HVX_ROWS_V68(ROW)	\
	ROW(1e062080, D_U, SIGN, abs_hf, abs_hf, "Vd.hf = vabs(Vu.hf)") \
	ROW(1e0620a0, D_U, SIGN, abs_sf, abs_sf, "Vd.sf = vabs(Vu.sf)") \
	ROW(1f602060, D_UV, QF, add_qf16_hh, add_coded16_hh, "Vd.qf16 = vadd(Vu.hf, Vv.hf)") \
	ROW(1fa020e0, D_UV, IEEE, add_hf, add_hf, "Vd.hf = vadd(Vu.hf, Vv.hf)") \
	ROW(1f602040, D_UV, QF, add_qf16_qq, add_coded16_qq, "Vd.qf16 = vadd(Vu.qf16, Vv.qf16)") \
	ROW(1f602080, D_UV, QF, add_qf16_qh, add_coded16_qh, "Vd.qf16 = vadd(Vu.qf16, Vv.hf)") \
	ROW(1fa02000, D_UV, QF, add_qf32_qq, add_coded32_qq, "Vd.qf32 = vadd(Vu.qf32, Vv.qf32)") \
	ROW(1fa02040, D_UV, QF, add_qf32_qs, add_coded32_qs, "Vd.qf32 = vadd(Vu.qf32, Vv.sf)") \
	ROW(1fa02020, D_UV, QF, add_qf32_ss, add_coded32_ss, "Vd.qf32 = vadd(Vu.sf, Vv.sf)") \
	ROW(1f802080, DD_UV, IEEE, add_wide_hf, add_wide_hf, "Vdd.sf = vadd(Vu.hf, Vv.hf)") \
	ROW(1f8020c0, D_UV, IEEE, add_sf, add_sf, "Vd.sf = vadd(Vu.sf, Vv.sf)") \
	ROW(1e042060, D_U, QF, hf_from_qf16, hf_from_coded, "Vd.hf = Vu.qf16") \
	ROW(1e0420c0, D_W, QF, hf_from_qf32, half_from_coded, "Vd.hf = Vuu.qf32") \
	ROW(1e042000, D_U, QF, sf_from_qf32, sf_from_coded, "Vd.sf = Vu.qf32") \
	ROW(1fc020c0, D_UV, CONVERT, round_b_hf, round_b_hf, "Vd.b = vcvt(Vu.hf, Vv.hf)") \
	ROW(1e062000, D_U, CONVERT, round_h_hf, round_h_hf, "Vd.h = vcvt(Vu.hf)") \
	ROW(1e042040, DD_U, CONVERT, hf_from_b, hf_from_b, "Vdd.hf = vcvt(Vu.b)") \
	ROW(1e0420e0, D_U, CONVERT, hf_from_h, hf_from_h, "Vd.hf = vcvt(Vu.h)") \
	ROW(1f602020, D_UV, CONVERT, hf_from_sf, hf_from_sf, "Vd.hf = vcvt(Vu.sf, Vv.sf)") \
	ROW(1e042020, DD_U, CONVERT, hf_from_ub, hf_from_ub, "Vdd.hf = vcvt(Vu.ub)") \
	ROW(1e0420a0, D_U, CONVERT, hf_from_uh, hf_from_uh, "Vd.hf = vcvt(Vu.uh)") \
	ROW(1e042080, DD_U, CONVERT, sf_from_hf, sf_from_hf, "Vdd.sf = vcvt(Vu.hf)") \
	ROW(1fc020a0, D_UV, CONVERT, round_ub_hf, round_ub_hf, "Vd.ub = vcvt(Vu.hf, Vv.hf)") \
	ROW(1e052000, D_U, CONVERT, round_uh_hf, round_uh_hf, "Vd.uh = vcvt(Vu.hf)") \
	ROW(1fa020c0, D_UV, IEEE, dot_hf, dot_hf, "Vd.sf = vdmpy(Vu.hf, Vv.hf)") \
	ROW(1c402060, X_UV, IEEE, dot_acc_hf, dot_acc_hf, "Vx.sf += vdmpy(Vu.hf, Vv.hf)") \
	ROW(1c602040, D_UV, SIGN, fmax_hf, fmax_hf, "Vd.hf = vfmax(Vu.hf, Vv.hf)") \
	ROW(1c602060, D_UV, SIGN, fmax_sf, fmax_sf, "Vd.sf = vfmax(Vu.sf, Vv.sf)") \
	ROW(1c602000, D_UV, SIGN, fmin_hf, fmin_hf, "Vd.hf = vfmin(Vu.hf, Vv.hf)") \
	ROW(1c602020, D_UV, SIGN, fmin_sf, fmin_sf, "Vd.sf = vfmin(Vu.sf, Vv.sf)") \
	ROW(1e062020, D_U, SIGN, copy, copy, "Vd.w = vfmv(Vu.w)") \
	ROW(1e062040, D_U, SIGN, neg_hf, neg_hf, "Vd.hf = vfneg(Vu.hf)") \
	ROW(1e062060, D_U, SIGN, neg_sf, neg_sf, "Vd.sf = vfneg(Vu.sf)") \
	ROW(1c802074, Q_UV, ORDER, gt_hf, gt_hf, "Qd = vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(1c8020cc, QAND_UV, ORDER, gt_hf, gt_hf, "Qx &= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(1c802034, QOR_UV, ORDER, gt_hf, gt_hf, "Qx |= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(1c8020ec, QXOR_UV, ORDER, gt_hf, gt_hf, "Qx ^= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(1c802070, Q_UV, ORDER, gt_sf, gt_sf, "Qd = vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(1c8020c8, QAND_UV, ORDER, gt_sf, gt_sf, "Qx &= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(1c802030, QOR_UV, ORDER, gt_sf, gt_sf, "Qx |= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(1c8020e8, QXOR_UV, ORDER, gt_sf, gt_sf, "Qx ^= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(1fc02060, D_UV, ORDER, max_hf, max_hf, "Vd.hf = vmax(Vu.hf, Vv.hf)") \
	ROW(1fc02020, D_UV, ORDER, max_sf, max_sf, "Vd.sf = vmax(Vu.sf, Vv.sf)") \
	ROW(1fc02080, D_UV, ORDER, min_hf, min_hf, "Vd.hf = vmin(Vu.hf, Vv.hf)") \
	ROW(1fc02040, D_UV, ORDER, min_sf, min_sf, "Vd.sf = vmin(Vu.sf, Vv.sf)") \
	ROW(1f802060, D_UV, IEEE, mul_hf, mul_hf, "Vd.hf = vmpy(Vu.hf, Vv.hf)") \
	ROW(1c402040, X_UV, IEEE, fma_hf, fma_hf, "Vx.hf += vmpy(Vu.hf, Vv.hf)") \
	ROW(1fe02060, D_UV, QF, mul_qf16_qq, mul_coded16_qq, "Vd.qf16 = vmpy(Vu.qf16, Vv.qf16)") \
	ROW(1fe02080, D_UV, QF, mul_qf16_hh, mul_coded16_hh, "Vd.qf16 = vmpy(Vu.hf, Vv.hf)") \
	ROW(1fe020a0, D_UV, QF, mul_qf16_qh, mul_coded16_qh, "Vd.qf16 = vmpy(Vu.qf16, Vv.hf)") \
	ROW(1fe02000, D_UV, QF, mul_qf32_qq, mul_coded32_qq, "Vd.qf32 = vmpy(Vu.qf32, Vv.qf32)") \
	ROW(1fe020e0, DD_UV, QF, wide_qf32_hh, wide_coded_hh, "Vdd.qf32 = vmpy(Vu.hf, Vv.hf)") \
	ROW(1f802000, DD_UV, QF, wide_qf32_qh, wide_coded_qh, "Vdd.qf32 = vmpy(Vu.qf16, Vv.hf)") \
	ROW(1fe020c0, DD_UV, QF, wide_qf32_qq, wide_coded_qq, "Vdd.qf32 = vmpy(Vu.qf16, Vv.qf16)") \
	ROW(1fe02020, D_UV, QF, mul_qf32_ss, mul_coded32_ss, "Vd.qf32 = vmpy(Vu.sf, Vv.sf)") \
	ROW(1f802040, DD_UV, IEEE, mul_wide_hf, mul_wide_hf, "Vdd.sf = vmpy(Vu.hf, Vv.hf)") \
	ROW(1c402020, XX_UV, IEEE, fma_wide_hf, fma_wide_hf, "Vxx.sf += vmpy(Vu.hf, Vv.hf)") \
	ROW(1f802020, D_UV, IEEE, mul_sf, mul_sf, "Vd.sf = vmpy(Vu.sf, Vv.sf)") \
	ROW(1f6020c0, D_UV, QF, sub_qf16_hh, sub_coded16_hh, "Vd.qf16 = vsub(Vu.hf, Vv.hf)") \
	ROW(1f602000, D_UV, IEEE, sub_hf, sub_hf, "Vd.hf = vsub(Vu.hf, Vv.hf)") \
	ROW(1f6020a0, D_UV, QF, sub_qf16_qq, sub_coded16_qq, "Vd.qf16 = vsub(Vu.qf16, Vv.qf16)") \
	ROW(1f6020e0, D_UV, QF, sub_qf16_qh, sub_coded16_qh, "Vd.qf16 = vsub(Vu.qf16, Vv.hf)") \
	ROW(1fa02060, D_UV, QF, sub_qf32_qq, sub_coded32_qq, "Vd.qf32 = vsub(Vu.qf32, Vv.qf32)") \
	ROW(1fa020a0, D_UV, QF, sub_qf32_qs, sub_coded32_qs, "Vd.qf32 = vsub(Vu.qf32, Vv.sf)") \
	ROW(1fa02080, D_UV, QF, sub_qf32_ss, sub_coded32_ss, "Vd.qf32 = vsub(Vu.sf, Vv.sf)") \
	ROW(1f8020a0, DD_UV, IEEE, sub_wide_hf, sub_wide_hf, "Vdd.sf = vsub(Vu.hf, Vv.hf)") \
	ROW(1f8020e0, D_UV, IEEE, sub_sf, sub_sf, "Vd.sf = vsub(Vu.sf, Vv.sf)")

#endif
