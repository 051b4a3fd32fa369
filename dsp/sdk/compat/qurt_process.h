/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_PROCESS_H
#define QURT_PROCESS_H

/* The process, and what runs when it dies. */
#ifdef __cplusplus
extern "C" {
#endif

int qurt_process_get_id(void);
int qurt_process_dump_register_cb(void *callback, int type, int priority);
int qurt_process_dump_deregister_cb(void *callback, int type);
__attribute__((noreturn)) void qurt_exit(int status);
__attribute__((noreturn)) void qurt_assert_error(const char *file, int line);

#ifdef __cplusplus
}
#endif

#endif
