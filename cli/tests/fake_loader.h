/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FAKE_LOADER_H
#define QDA_FAKE_LOADER_H

#include <stdbool.h>
#include <stdint.h>

struct drm_qda_invoke;

/* The listener object, handle 7. */
int fake_loader_invoke(struct drm_qda_invoke *invoke);

/* The session ends, and with it what waits. */
void fake_loader_end(void);

/* Asks the program for the file of a URI; whether it has read of it. */
bool fake_loader_load(const char *uri);

/* Asks the program for memory: its address there. */
void *fake_loader_memory(uint64_t size);

/* The bytes of an argument. */
struct drm_qda_arg;
void *fake_bytes(const struct drm_qda_arg *arg);

#endif
