/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SUPPLY_H
#define QDA_SUPPLY_H

#include <pthread.h>

#include "search.h"

struct qda_supply_file;

/* Bytes of the longest name of a file, NUL included. */
#define QDA_SUPPLY_NAME	256

/**
 * struct qda_supply - the files that a session's process may read
 */
struct qda_supply {
	/** @lock: protects all below; the listener's thread uses it too */
	pthread_mutex_t lock;
	/** @search: where they are looked for */
	struct qda_search search;
	/** @files: those that the DSP has opened, a list */
	struct qda_supply_file *files;
	/** @missing: name of the last one that it did not find, or "" */
	char missing[QDA_SUPPLY_NAME];
};

/**
 * enum qda_supply_lack - what the DSP could not get
 */
enum qda_supply_lack {
	/** @QDA_SUPPLY_NOTHING: it got what it asked for */
	QDA_SUPPLY_NOTHING,
	/** @QDA_SUPPLY_FILE: the file of the module */
	QDA_SUPPLY_FILE,
	/** @QDA_SUPPLY_OTHER: another file, asked for since qda_supply_forget_missing() */
	QDA_SUPPLY_OTHER,
};

int qda_supply_init(struct qda_supply *supply, const char *domain);
void qda_supply_fini(struct qda_supply *supply);
int qda_supply_set_path(struct qda_supply *supply, const char *path,
			const char *domain);

int qda_supply_open(struct qda_supply *supply, const char *name,
		    struct qda_supply_file **file);
void qda_supply_hand_over(struct qda_supply_file *file);
void qda_supply_refuse(struct qda_supply *supply, const char *name);

int qda_supply_find(struct qda_supply *supply, const char *name);
void qda_supply_forget_missing(struct qda_supply *supply);
char *qda_supply_path(struct qda_supply *supply, const char *name);
enum qda_supply_lack qda_supply_explain(struct qda_supply *supply,
					const char *name, char *text,
					size_t size);

#endif
