/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_TLS_H
#define DSP_SHELL_TLS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct tls_module - the thread-local variables of a library
 */
struct tls_module {
	struct tls_module *next;
	/** @id: what code names it by; 0: it has none */
	uint32_t id;
	/** @start: their values when a thread begins, in the library's image */
	const void *start;
	/** @start_size: bytes of @start; the rest of @size is 0 */
	size_t start_size;
	size_t size;
	uint32_t align;
};

int tls_create_key(void (*destructor)(void *value));
int tls_delete_key(int key);
void **tls_value(int key);

void tls_add(struct tls_module *module);
void tls_remove(struct tls_module *module);
void tls_end(void);

#endif
