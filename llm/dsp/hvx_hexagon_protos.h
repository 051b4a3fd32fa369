/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_HVX_HEXAGON_PROTOS_H
#define QDA_HVX_HEXAGON_PROTOS_H

/* clang 19 has the conversions of v73 as builtins, and its header leaves them out. */
#include_next <hvx_hexagon_protos.h>

#ifndef Q6_Vsf_equals_Vw
#define Q6_Vw_equals_Vsf(v) __builtin_HEXAGON_V6_vconv_w_sf_128B(v)
#define Q6_Vsf_equals_Vw(v) __builtin_HEXAGON_V6_vconv_sf_w_128B(v)
#define Q6_Vhf_equals_Vh(v) __builtin_HEXAGON_V6_vconv_hf_h_128B(v)
#define Q6_Vh_equals_Vhf(v) __builtin_HEXAGON_V6_vconv_h_hf_128B(v)
#endif

#endif
