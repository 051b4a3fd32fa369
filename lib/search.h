/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SEARCH_H
#define QDA_SEARCH_H

#include <stddef.h>

/**
 * struct qda_search - the folders in which a session looks for files
 */
struct qda_search {
	/** @folders: texts "FOLDER\0FOLDER\0\0", in order, without doubles */
	char *folders;
	/** @size: bytes at @folders without the last NUL */
	size_t size;
};

int qda_search_init(struct qda_search *search, const char *first,
		    const char *domain);
void qda_search_fini(struct qda_search *search);

const char *qda_search_plain(const char *name);
const char *qda_search_next(const struct qda_search *search,
			    const char *folder);
int qda_search_open(const struct qda_search *search, const char *name,
		    char **path);
void qda_search_text(const struct qda_search *search, const char *name,
		     char *text, size_t size);

#endif
