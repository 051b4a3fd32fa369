/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_PS_H
#define HAP_PS_H

#include <stdint.h>

/* The process: the number of its client, the most urgent priority of its threads. */
#define HAP_PS_GET_PID 1

typedef struct {
	uint8_t type;
	uint8_t reserved[3];
	int32_t pid;
} HAP_ps_request_t;

#ifdef __cplusplus
extern "C" {
#endif

int HAP_get_userpd_params(HAP_ps_request_t *request);
int HAP_get_thread_priority_ceiling(void);
int HAP_set_process_name(const char *name);
int HAP_send_early_signal(uint32_t thread, uint32_t us);

#ifdef __cplusplus
}
#endif

#endif
