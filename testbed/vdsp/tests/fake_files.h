/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_FILES_H
#define VDSP_TESTS_FAKE_FILES_H

#include <stdint.h>

/* The guest's files: those of one folder, to be read by its listener. */
void fake_files_start(const char *folder);

/* Serve the listener until a call is answered. Return: as guest_await(). */
int32_t fake_files_await(uint64_t ctx);

void fake_files_end(void);

#endif /* VDSP_TESTS_FAKE_FILES_H */
