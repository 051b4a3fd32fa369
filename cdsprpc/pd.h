/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_PD_H
#define RPC_PD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct qda_session;
struct rpc_device;
struct rpc_map;

/**
 * struct rpc_session - a process that runs; those who call it keep it
 */
struct rpc_session {
	/** @session: the session of libqda; closed when it is not the PD's any more */
	struct qda_session *session;
	/** @device: its DSP */
	struct rpc_device *device;
	/** @pd: whose it is, or was */
	struct rpc_pd *pd;
	/** @users: the PD, handles, and calls */
	atomic_uint users;
};

/**
 * struct rpc_pd - the process of one effective domain, whether it runs or not
 */
struct rpc_pd {
	/** @id: the effective domain */
	int id;
	/** @lock: protects all below */
	pthread_mutex_t lock;
	/** @session: the process, or NULL */
	struct rpc_session *session;
	/** @opens: handles and queues that need it */
	unsigned int opens;
	/** @is_unsigned: whether it is to be one without a signature */
	bool is_unsigned;
	/** @is_system: whether it is to be one that the DSP has anyhow */
	bool is_system;
	/** @system: then which one, of &enum qda_session_kind */
	uint32_t system;
	/** @reserved: whether the session has been given to somebody */
	bool reserved;
	/** @has_thread: whether the two below were asked for */
	bool has_thread;
	/** @adaptive: whether adaptive quality of service was asked for */
	bool adaptive;
	/** @priority: of its threads */
	int priority;
	/** @stack_size: of its threads */
	int stack_size;
	/** @maps: memory that is mapped, by fd */
	struct rpc_map *maps;
};

struct rpc_pd *rpc_pd(int effective);
int rpc_pd_open(struct rpc_pd *pd, struct rpc_session **session);
void rpc_pd_put(struct rpc_pd *pd, struct rpc_session *session);
int rpc_pd_close(struct rpc_pd *pd);
int rpc_pd_attach(struct rpc_pd *pd, uint32_t kind, struct rpc_session **session);
struct rpc_session *rpc_pd_session(struct rpc_pd *pd);
int rpc_pd_set_thread(struct rpc_pd *pd, int priority, int stack_size);
int rpc_pd_set_adaptive(struct rpc_pd *pd, bool on);

void rpc_session_get(struct rpc_session *session);
void rpc_session_put(struct rpc_session *session);

#endif
