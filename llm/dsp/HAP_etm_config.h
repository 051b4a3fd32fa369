/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_ETM_CONFIG_H
#define HAP_ETM_CONFIG_H

/* Traces of instructions: the emulated DSP has none, and callers are told so. */
__attribute__((weak)) int HAP_user_etm_enable(void);
__attribute__((weak)) int HAP_user_etm_disable(void);

#endif
