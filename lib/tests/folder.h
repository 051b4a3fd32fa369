/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FOLDER_H
#define QDA_FOLDER_H

#include <stddef.h>

/* A folder of one test, under the working directory. */
void folder_make(void);
void folder_remove(void);

/* Path of a file in it, valid until the next but three calls. */
const char *folder_path(const char *name);

/* Makes a file in it; with text, with bytes. */
void folder_text(const char *name, const char *text);
void folder_bytes(const char *name, const void *bytes, size_t size);

#endif
