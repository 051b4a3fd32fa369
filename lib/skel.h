/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SKEL_H
#define QDA_SKEL_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct qda_skel - what the file of a module says about itself
 */
struct qda_skel {
	/** @isa: version of Hexagon that it was made for, 0 if not known */
	uint32_t isa;
	/** @methods: texts "NUMBER NAME[ ARG]...", each with NUL, or NULL */
	char *methods;
	/** @size: bytes at @methods */
	size_t size;
};

void qda_skel_read(struct qda_skel *skel, const char *path);
void qda_skel_fini(struct qda_skel *skel);
const char *qda_skel_text(const struct qda_skel *skel, unsigned int index);
int qda_skel_uri(int fd, const char *name, char *uri, size_t size);
int qda_skel_method(const struct qda_skel *skel, const char *name);

#endif
