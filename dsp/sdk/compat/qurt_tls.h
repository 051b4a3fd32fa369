/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_TLS_H
#define QURT_TLS_H

/* Data of each thread, by a key. */
#ifdef __cplusplus
extern "C" {
#endif

int qurt_tls_create_key(int *key, void (*destructor)(void *));
int qurt_tls_set_specific(int key, const void *value);
void *qurt_tls_get_specific(int key);
int qurt_tls_delete_key(int key);

#ifdef __cplusplus
}
#endif

#endif
