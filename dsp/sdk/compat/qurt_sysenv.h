/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_SYSENV_H
#define QURT_SYSENV_H

/* What the machine is. */
typedef struct qurt_sysenv_max_hthreads {
	unsigned int max_hthreads;
} qurt_sysenv_max_hthreads_t;

typedef struct qurt_arch_version {
	unsigned int arch_version;
} qurt_arch_version_t;

#ifdef __cplusplus
extern "C" {
#endif

int qurt_sysenv_get_max_hw_threads(qurt_sysenv_max_hthreads_t *threads);
int qurt_sysenv_get_arch_version(qurt_arch_version_t *version);

#ifdef __cplusplus
}
#endif

#endif
