/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROWS_V73_H
#define DSP_SHELL_HVX_ROWS_V73_H

/*
 * Those that v73, v79 and v81 added: see hvx_rows_v68.h.
 */
#define HVX_ROWS_V73(ROW)	\
	ROW(0x1d4020c0, 0x73, DD_UV, BFLOAT, "Vdd.sf = vadd(Vu.bf, Vv.bf)") \
	ROW(0x1e052040, 0x73, D_U, INTEGER, "Vd.h = Vu.hf") \
	ROW(0x1e052080, 0x73, D_U, INTEGER, "Vd.hf = Vu.h") \
	ROW(0x1e052060, 0x73, D_U, INTEGER, "Vd.sf = Vu.w") \
	ROW(0x1e052020, 0x73, D_U, INTEGER, "Vd.w = Vu.sf") \
	ROW(0x1d402060, 0x73, D_UV, BFLOAT, "Vd.bf = vcvt(Vu.sf, Vv.sf)") \
	ROW(0x1c802078, 0x73, Q_UV, BFLOAT, "Qd = vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(0x1c8020d0, 0x73, QAND_UV, BFLOAT, "Qx &= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(0x1c802038, 0x73, QOR_UV, BFLOAT, "Qx |= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(0x1c8020f0, 0x73, QXOR_UV, BFLOAT, "Qx ^= vcmp.gt(Vu.bf, Vv.bf)") \
	ROW(0x1d4020e0, 0x73, D_UV, BFLOAT, "Vd.bf = vmax(Vu.bf, Vv.bf)") \
	ROW(0x1d402000, 0x73, D_UV, BFLOAT, "Vd.bf = vmin(Vu.bf, Vv.bf)") \
	ROW(0x1d402080, 0x73, DD_UV, BFLOAT, "Vdd.sf = vmpy(Vu.bf, Vv.bf)") \
	ROW(0x1d002000, 0x73, XX_UV, BFLOAT, "Vxx.sf += vmpy(Vu.bf, Vv.bf)") \
	ROW(0x1d4020a0, 0x73, DD_UV, BFLOAT, "Vdd.sf = vsub(Vu.bf, Vv.bf)") \
	ROW(0x1c6620c0, 0x79, D_U, V79, "Vd.f8 = vabs(Vu.f8)") \
	ROW(0x1f800080, 0x79, DD_UV, V79, "Vdd.hf = vadd(Vu.f8, Vv.f8)") \
	ROW(0x1ac020c0, 0x79, D_UV, V79, "Vd.b = vcvt2(Vu.hf, Vv.hf)") \
	ROW(0x1ed520c0, 0x79, DD_U, V79, "Vdd.hf = vcvt2(Vu.b)") \
	ROW(0x1ed520e0, 0x79, DD_U, V79, "Vdd.hf = vcvt2(Vu.ub)") \
	ROW(0x1ac020e0, 0x79, D_UV, V79, "Vd.ub = vcvt2(Vu.hf, Vv.hf)") \
	ROW(0x1fe02040, 0x79, D_UV, V79, "Vd.f8 = vcvt(Vu.hf, Vv.hf)") \
	ROW(0x1e0520a0, 0x79, DD_U, V79, "Vdd.hf = vcvt(Vu.f8)") \
	ROW(0x1c6020a0, 0x79, D_UV, V79, "Vd.f8 = vfmax(Vu.f8, Vv.f8)") \
	ROW(0x1c602080, 0x79, D_UV, V79, "Vd.f8 = vfmin(Vu.f8, Vv.f8)") \
	ROW(0x1c6620e0, 0x79, D_U, V79, "Vd.f8 = vfneg(Vu.f8)") \
	ROW(0x1f8000c0, 0x79, DD_UV, V79, "Vdd.hf = vmpy(Vu.f8, Vv.f8)") \
	ROW(0x1f8000e0, 0x79, XX_UV, V79, "Vxx.hf += vmpy(Vu.f8, Vv.f8)") \
	ROW(0x1a002060, 0x79, D_UR, V79, "Vd.qf16 = vmpy(Vu.hf, Rt.hf)") \
	ROW(0x1a002040, 0x79, D_UR, V79, "Vd.qf16 = vmpy(Vu.qf16, Rt.hf)") \
	ROW(0x1a002020, 0x79, D_UR, V79, "Vd.qf32 = vmpy(Vu.sf, Rt.sf)") \
	ROW(0x1f8000a0, 0x79, DD_UV, V79, "Vdd.hf = vsub(Vu.f8, Vv.f8)") \
	ROW(0x1e0e20c0, 0x81, D_U, V81, "Vd.qf16 = vabs(Vu.hf)") \
	ROW(0x1e0e20e0, 0x81, D_U, V81, "Vd.qf16 = vabs(Vu.qf16)") \
	ROW(0x1e0e20a0, 0x81, D_U, V81, "Vd.qf32 = vabs(Vu.qf32)") \
	ROW(0x1e0e2080, 0x81, D_U, V81, "Vd.qf32 = vabs(Vu.sf)") \
	ROW(0x1e0620e0, 0x81, D_W, V81, "Vd.bf = Vuu.qf32") \
	ROW(0x1e0c20e0, 0x81, D_U, V81, "Vd.f8 = Vu.qf16") \
	ROW(0x1e0620c0, 0x81, D_U, V81, "Vd.h = Vu.hf:rnd") \
	ROW(0x1e0c20a0, 0x81, DD_U, V81, "Vdd.qf16 = Vu.f8") \
	ROW(0x1e0c2080, 0x81, D_U, V81, "Vd.qf16 = Vu.hf") \
	ROW(0x1e0c20c0, 0x81, D_U, V81, "Vd.qf16 = Vu.qf16") \
	ROW(0x1e0d20e0, 0x81, D_U, V81, "Vd.qf32 = Vu.qf32") \
	ROW(0x1e0d20c0, 0x81, D_U, V81, "Vd.qf32 = Vu.sf") \
	ROW(0x1f80001c, 0x81, Q_UV, V81, "Qd = vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(0x1c80201c, 0x81, QAND_UV, V81, "Qx &= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(0x1c80205c, 0x81, QOR_UV, V81, "Qx |= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(0x1c80209c, 0x81, QXOR_UV, V81, "Qx ^= vcmp.eq(Vu.hf, Vv.hf)") \
	ROW(0x1f80000c, 0x81, Q_UV, V81, "Qd = vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(0x1c80200c, 0x81, QAND_UV, V81, "Qx &= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(0x1c80204c, 0x81, QOR_UV, V81, "Qx |= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(0x1c80208c, 0x81, QXOR_UV, V81, "Qx ^= vcmp.eq(Vu.sf, Vv.sf)") \
	ROW(0x1e0c2060, 0x81, D_U, V81, "Vd.w = vilog2(Vu.hf)") \
	ROW(0x1e0c2020, 0x81, D_U, V81, "Vd.w = vilog2(Vu.qf16)") \
	ROW(0x1e0c2000, 0x81, D_U, V81, "Vd.w = vilog2(Vu.qf32)") \
	ROW(0x1e0c2040, 0x81, D_U, V81, "Vd.w = vilog2(Vu.sf)") \
	ROW(0x1e0e2040, 0x81, D_U, V81, "Vd.qf16 = vneg(Vu.hf)") \
	ROW(0x1e0e2060, 0x81, D_U, V81, "Vd.qf16 = vneg(Vu.qf16)") \
	ROW(0x1e0e2020, 0x81, D_U, V81, "Vd.qf32 = vneg(Vu.qf32)") \
	ROW(0x1e0e2000, 0x81, D_U, V81, "Vd.qf32 = vneg(Vu.sf)") \
	ROW(0x1a002080, 0x81, D_UV, V81, "Vd.qf16 = vsub(Vu.hf, Vv.qf16)") \
	ROW(0x1a002000, 0x81, D_UV, V81, "Vd.qf32 = vsub(Vu.sf, Vv.qf32)")

#endif
