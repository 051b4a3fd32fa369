/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_APPS_MEM_H
#define QDA_APPS_MEM_H

#include <pthread.h>
#include <stdint.h>

struct qda_apps_mem_map;
struct qda_reverse;
struct qda_session;

/**
 * struct qda_apps_mem - FastRPC's object "apps_mem" of one session
 */
struct qda_apps_mem {
	/** @session: whose process gets memory */
	struct qda_session *session;
	/** @lock: protects all below */
	pthread_mutex_t lock;
	/** @maps: what it has got, a list */
	struct qda_apps_mem_map *maps;
	/** @bytes: sum of them */
	uint64_t bytes;
};

void qda_apps_mem_init(struct qda_apps_mem *mem, struct qda_session *session);
void qda_apps_mem_fini(struct qda_apps_mem *mem);
int32_t qda_apps_mem_serve(struct qda_apps_mem *mem, struct qda_reverse *call);
int32_t qda_apps_mem_give_file(struct qda_apps_mem *mem, int fd, uint64_t size,
			       uint32_t *number);
int32_t qda_apps_mem_take_file(struct qda_apps_mem *mem, uint32_t number);
void *qda_apps_mem_pin(struct qda_apps_mem *mem, uint64_t address,
		       uint64_t size);
void qda_apps_mem_unpin(struct qda_apps_mem *mem);

#endif
