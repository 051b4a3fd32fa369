/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_MODULE_H
#define QDA_MODULE_H

#include <stddef.h>

int qda_module_uri(const char *name, const char *domain, char *uri,
		   size_t size);
void qda_module_text(const char *from_dsp, size_t from_size, char *text,
		     size_t size);

#endif
