/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROWS_V68_H
#define DSP_SHELL_HVX_ROWS_V68_H

/*
 * The floating point instructions of HVX, of v68: code without registers and parse bits,
 * first architecture that has it, operands, family, and how assemblers write it.
 */
#define HVX_ROWS_V68(ROW)	\
	ROW(0x1e062080, 0x68, D_U, SIGN, "Vd.hf = vabs(Vu.hf)") \
	ROW(0x1e0620a0, 0x68, D_U, SIGN, "Vd.sf = vabs(Vu.sf)") \
	ROW(0x1f602060, 0x68, D_UV, QFLOAT, "Vd.qf16 = vadd(Vu.hf, Vv.hf)") \
	ROW(0x1fa020e0, 0x68, D_UV, IEEE, "Vd.hf = vadd(Vu.hf, Vv.hf)") \
	ROW(0x1f602040, 0x68, D_UV, QFLOAT, "Vd.qf16 = vadd(Vu.qf16, Vv.qf16)") \
	ROW(0x1f602080, 0x68, D_UV, QFLOAT, "Vd.qf16 = vadd(Vu.qf16, Vv.hf)") \
	ROW(0x1fa02000, 0x68, D_UV, QFLOAT, "Vd.qf32 = vadd(Vu.qf32, Vv.qf32)") \
	ROW(0x1fa02040, 0x68, D_UV, QFLOAT, "Vd.qf32 = vadd(Vu.qf32, Vv.sf)") \
	ROW(0x1fa02020, 0x68, D_UV, QFLOAT, "Vd.qf32 = vadd(Vu.sf, Vv.sf)") \
	ROW(0x1f802080, 0x68, DD_UV, IEEE, "Vdd.sf = vadd(Vu.hf, Vv.hf)") \
	ROW(0x1f8020c0, 0x68, D_UV, IEEE, "Vd.sf = vadd(Vu.sf, Vv.sf)") \
	ROW(0x1e042060, 0x68, D_U, QFLOAT, "Vd.hf = Vu.qf16") \
	ROW(0x1e0420c0, 0x68, D_W, QFLOAT, "Vd.hf = Vuu.qf32") \
	ROW(0x1e042000, 0x68, D_U, QFLOAT, "Vd.sf = Vu.qf32") \
	ROW(0x1fc020c0, 0x68, D_UV, CONVERT, "Vd.b = vcvt(Vu.hf, Vv.hf)") \
	ROW(0x1e062000, 0x68, D_U, CONVERT, "Vd.h = vcvt(Vu.hf)") \
	ROW(0x1e042040, 0x68, DD_U, CONVERT, "Vdd.hf = vcvt(Vu.b)") \
	ROW(0x1e0420e0, 0x68, D_U, CONVERT, "Vd.hf = vcvt(Vu.h)") \
	ROW(0x1f602020, 0x68, D_UV, CONVERT, "Vd.hf = vcvt(Vu.sf, Vv.sf)") \
	ROW(0x1e042020, 0x68, DD_U, CONVERT, "Vdd.hf = vcvt(Vu.ub)") \
	ROW(0x1e0420a0, 0x68, D_U, CONVERT, "Vd.hf = vcvt(Vu.uh)") \
	ROW(0x1e042080, 0x68, DD_U, CONVERT, "Vdd.sf = vcvt(Vu.hf)") \
	ROW(0x1fc020a0, 0x68, D_UV, CONVERT, "Vd.ub = vcvt(Vu.hf, Vv.hf)") \
	ROW(0x1e052000, 0x68, D_U, CONVERT, "Vd.uh = vcvt(Vu.hf)") \
	ROW(0x1fa020c0, 0x68, D_UV, IEEE, "Vd.sf = vdmpy(Vu.hf, Vv.hf)") \
	ROW(0x1c402060, 0x68, X_UV, IEEE, "Vx.sf += vdmpy(Vu.hf, Vv.hf)") \
	ROW(0x1c602040, 0x68, D_UV, SIGN, "Vd.hf = vfmax(Vu.hf, Vv.hf)") \
	ROW(0x1c602060, 0x68, D_UV, SIGN, "Vd.sf = vfmax(Vu.sf, Vv.sf)") \
	ROW(0x1c602000, 0x68, D_UV, SIGN, "Vd.hf = vfmin(Vu.hf, Vv.hf)") \
	ROW(0x1c602020, 0x68, D_UV, SIGN, "Vd.sf = vfmin(Vu.sf, Vv.sf)") \
	ROW(0x1e062040, 0x68, D_U, SIGN, "Vd.hf = vfneg(Vu.hf)") \
	ROW(0x1e062060, 0x68, D_U, SIGN, "Vd.sf = vfneg(Vu.sf)") \
	ROW(0x1c802074, 0x68, Q_UV, ORDER, "Qd = vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(0x1c8020cc, 0x68, QAND_UV, ORDER, "Qx &= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(0x1c802034, 0x68, QOR_UV, ORDER, "Qx |= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(0x1c8020ec, 0x68, QXOR_UV, ORDER, "Qx ^= vcmp.gt(Vu.hf, Vv.hf)") \
	ROW(0x1c802070, 0x68, Q_UV, ORDER, "Qd = vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(0x1c8020c8, 0x68, QAND_UV, ORDER, "Qx &= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(0x1c802030, 0x68, QOR_UV, ORDER, "Qx |= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(0x1c8020e8, 0x68, QXOR_UV, ORDER, "Qx ^= vcmp.gt(Vu.sf, Vv.sf)") \
	ROW(0x1fc02060, 0x68, D_UV, ORDER, "Vd.hf = vmax(Vu.hf, Vv.hf)") \
	ROW(0x1fc02020, 0x68, D_UV, ORDER, "Vd.sf = vmax(Vu.sf, Vv.sf)") \
	ROW(0x1fc02080, 0x68, D_UV, ORDER, "Vd.hf = vmin(Vu.hf, Vv.hf)") \
	ROW(0x1fc02040, 0x68, D_UV, ORDER, "Vd.sf = vmin(Vu.sf, Vv.sf)") \
	ROW(0x1f802060, 0x68, D_UV, IEEE, "Vd.hf = vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1c402040, 0x68, X_UV, IEEE, "Vx.hf += vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1fe02060, 0x68, D_UV, QFLOAT, "Vd.qf16 = vmpy(Vu.qf16, Vv.qf16)") \
	ROW(0x1fe02080, 0x68, D_UV, QFLOAT, "Vd.qf16 = vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1fe020a0, 0x68, D_UV, QFLOAT, "Vd.qf16 = vmpy(Vu.qf16, Vv.hf)") \
	ROW(0x1fe02000, 0x68, D_UV, QFLOAT, "Vd.qf32 = vmpy(Vu.qf32, Vv.qf32)") \
	ROW(0x1fe020e0, 0x68, DD_UV, QFLOAT, "Vdd.qf32 = vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1f802000, 0x68, DD_UV, QFLOAT, "Vdd.qf32 = vmpy(Vu.qf16, Vv.hf)") \
	ROW(0x1fe020c0, 0x68, DD_UV, QFLOAT, "Vdd.qf32 = vmpy(Vu.qf16, Vv.qf16)") \
	ROW(0x1fe02020, 0x68, D_UV, QFLOAT, "Vd.qf32 = vmpy(Vu.sf, Vv.sf)") \
	ROW(0x1f802040, 0x68, DD_UV, IEEE, "Vdd.sf = vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1c402020, 0x68, XX_UV, IEEE, "Vxx.sf += vmpy(Vu.hf, Vv.hf)") \
	ROW(0x1f802020, 0x68, D_UV, IEEE, "Vd.sf = vmpy(Vu.sf, Vv.sf)") \
	ROW(0x1f6020c0, 0x68, D_UV, QFLOAT, "Vd.qf16 = vsub(Vu.hf, Vv.hf)") \
	ROW(0x1f602000, 0x68, D_UV, IEEE, "Vd.hf = vsub(Vu.hf, Vv.hf)") \
	ROW(0x1f6020a0, 0x68, D_UV, QFLOAT, "Vd.qf16 = vsub(Vu.qf16, Vv.qf16)") \
	ROW(0x1f6020e0, 0x68, D_UV, QFLOAT, "Vd.qf16 = vsub(Vu.qf16, Vv.hf)") \
	ROW(0x1fa02060, 0x68, D_UV, QFLOAT, "Vd.qf32 = vsub(Vu.qf32, Vv.qf32)") \
	ROW(0x1fa020a0, 0x68, D_UV, QFLOAT, "Vd.qf32 = vsub(Vu.qf32, Vv.sf)") \
	ROW(0x1fa02080, 0x68, D_UV, QFLOAT, "Vd.qf32 = vsub(Vu.sf, Vv.sf)") \
	ROW(0x1f8020a0, 0x68, DD_UV, IEEE, "Vdd.sf = vsub(Vu.hf, Vv.hf)") \
	ROW(0x1f8020e0, 0x68, D_UV, IEEE, "Vd.sf = vsub(Vu.sf, Vv.sf)")

#endif
