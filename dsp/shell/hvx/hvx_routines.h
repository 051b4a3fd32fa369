/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ROUTINES_H
#define DSP_SHELL_HVX_ROUTINES_H

/* Those that are no C: they compute in vectors (hvx_glue_convert.c). */
#define HVX_VECTOR_ROUTINES(ROUTINE)					\
	ROUTINE(hf_from_sf) ROUTINE(hf_from_qf32) ROUTINE(hf_from_qf16)	\
	ROUTINE(hf_from_h) ROUTINE(hf_from_uh) ROUTINE(h_from_hf)	\
	ROUTINE(hf_from_b) ROUTINE(hf_from_ub) ROUTINE(round_h_hf)	\
	ROUTINE(round_uh_hf) ROUTINE(round_b_hf) ROUTINE(round_ub_hf)	\
	ROUTINE(hf_from_b2) ROUTINE(hf_from_ub2) ROUTINE(round_b2_hf) ROUTINE(round_ub2_hf)

/* Names of all routines: hvx_add_sf() and so on. */
#define HVX_ROUTINES(ROUTINE)						\
	HVX_VECTOR_ROUTINES(ROUTINE)					\
	ROUTINE(copy)							\
	ROUTINE(abs_sf) ROUTINE(neg_sf) ROUTINE(abs_hf) ROUTINE(neg_hf)	\
	ROUTINE(add_sf) ROUTINE(sub_sf) ROUTINE(mul_sf)	\
	ROUTINE(add_hf) ROUTINE(sub_hf) ROUTINE(mul_hf) ROUTINE(fma_hf)	\
	ROUTINE(add_wide_hf) ROUTINE(sub_wide_hf) ROUTINE(mul_wide_hf)	\
	ROUTINE(fma_wide_hf) ROUTINE(dot_hf) ROUTINE(dot_acc_hf)	\
	ROUTINE(add_wide_bf) ROUTINE(sub_wide_bf) ROUTINE(mul_wide_bf)	\
	ROUTINE(fma_wide_bf)					\
	ROUTINE(gt_sf) ROUTINE(gt_hf) ROUTINE(gt_bf) ROUTINE(eq_sf) ROUTINE(eq_hf)	\
	ROUTINE(max_sf) ROUTINE(min_sf) ROUTINE(fmax_sf) ROUTINE(fmin_sf)	\
	ROUTINE(max_hf) ROUTINE(min_hf) ROUTINE(fmax_hf) ROUTINE(fmin_hf)	\
	ROUTINE(max_bf) ROUTINE(min_bf)					\
	ROUTINE(sf_from_hf) ROUTINE(bf_from_sf) ROUTINE(sf_from_w) ROUTINE(w_from_sf)	\
	ROUTINE(add_qf32_ss) ROUTINE(add_qf32_qs) ROUTINE(add_qf32_qq)	\
	ROUTINE(sub_qf32_ss) ROUTINE(sub_qf32_qs) ROUTINE(sub_qf32_qq)	\
	ROUTINE(mul_qf32_ss) ROUTINE(mul_qf32_qq)			\
	ROUTINE(add_qf16_hh) ROUTINE(add_qf16_qh) ROUTINE(add_qf16_qq)	\
	ROUTINE(sub_qf16_hh) ROUTINE(sub_qf16_qh) ROUTINE(sub_qf16_qq)	\
	ROUTINE(mul_qf16_hh) ROUTINE(mul_qf16_qh) ROUTINE(mul_qf16_qq)	\
	ROUTINE(wide_qf32_hh) ROUTINE(wide_qf32_qh) ROUTINE(wide_qf32_qq)	\
	ROUTINE(sf_from_qf32)						\
	ROUTINE(add_coded32_ss) ROUTINE(add_coded32_qs) ROUTINE(add_coded32_qq)	\
	ROUTINE(sub_coded32_ss) ROUTINE(sub_coded32_qs) ROUTINE(sub_coded32_sq)	\
	ROUTINE(sub_coded32_qq) ROUTINE(mul_coded32_ss) ROUTINE(mul_coded32_qq)	\
	ROUTINE(add_coded16_hh) ROUTINE(add_coded16_qh) ROUTINE(add_coded16_qq)	\
	ROUTINE(sub_coded16_hh) ROUTINE(sub_coded16_qh) ROUTINE(sub_coded16_hq)	\
	ROUTINE(sub_coded16_qq) ROUTINE(mul_coded16_hh) ROUTINE(mul_coded16_qh)	\
	ROUTINE(mul_coded16_qq) ROUTINE(mul_coded32_sr)			\
	ROUTINE(mul_coded16_hr) ROUTINE(mul_coded16_qr)			\
	ROUTINE(wide_coded_hh) ROUTINE(wide_coded_qh) ROUTINE(wide_coded_qq)	\
	ROUTINE(sf_from_coded) ROUTINE(hf_from_coded) ROUTINE(half_from_coded)	\
	ROUTINE(bf_from_coded) ROUTINE(coded_from_sf) ROUTINE(coded_from_hf)	\
	ROUTINE(abs_coded32_q) ROUTINE(abs_coded32_s) ROUTINE(neg_coded32_q)	\
	ROUTINE(neg_coded32_s) ROUTINE(abs_coded16_q) ROUTINE(abs_coded16_h)	\
	ROUTINE(neg_coded16_q) ROUTINE(neg_coded16_h)			\
	ROUTINE(hf_from_f8) ROUTINE(f8_from_hf) ROUTINE(add_f8) ROUTINE(sub_f8)	\
	ROUTINE(mul_f8) ROUTINE(fma_f8) ROUTINE(abs_f8) ROUTINE(neg_f8)	\
	ROUTINE(fmax_f8) ROUTINE(fmin_f8)

#endif
