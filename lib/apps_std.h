/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_APPS_STD_H
#define QDA_APPS_STD_H

#include <stdbool.h>
#include <stdint.h>

struct qda_apps_mem;
struct qda_reverse;
struct qda_supply;
struct qda_supply_file;

/* Files that a process on the DSP can have open. */
#define QDA_APPS_STD_FILES	32

/**
 * struct qda_apps_std_file - a file that the DSP has open
 */
struct qda_apps_std_file {
	/** @fd: descriptor, or -1 if this place is free */
	int fd;
	/** @end: whether a read came to the end */
	bool end;
	/** @at: where the next read begins */
	int64_t at;
	/** @file: the record of it */
	struct qda_supply_file *file;
};

/**
 * struct qda_apps_std - FastRPC's object "apps_std" of one session
 *
 * Belongs to the listener's thread.
 */
struct qda_apps_std {
	/** @supply: where files come from */
	struct qda_supply *supply;
	/** @mem: what gives them as memory */
	struct qda_apps_mem *mem;
	/** @files: open files; the DSP's name of file i is i + 1 */
	struct qda_apps_std_file files[QDA_APPS_STD_FILES];
};

void qda_apps_std_init(struct qda_apps_std *std, struct qda_supply *supply,
		       struct qda_apps_mem *mem);
void qda_apps_std_fini(struct qda_apps_std *std);
int32_t qda_apps_std_serve(struct qda_apps_std *std, struct qda_reverse *call);

#endif
