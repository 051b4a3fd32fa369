/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_PROCESS_H
#define QDA_PROCESS_H

#include <stdint.h>

#include "histogram.h"

struct qda_arg;
struct qda_device;

/**
 * struct process - a process on a DSP with one module, for one sub-command
 */
struct process {
	/** @name: the DSP: a domain, or the path of a node */
	const char *name;
	/** @wait_ns: limit for waits for it and for a bank, or QDA_NO_WAIT */
	int64_t wait_ns;
	/** @number: by which URIs name the session */
	uint32_t number;
	/** @dev: the DSP */
	struct qda_device *dev;
	/** @session: on a process of its own */
	struct qda_session *session;
	/** @module: the code in it */
	struct qda_module *module;
	/** @times: how long its calls took */
	struct histogram times;
};

int process_find_dsp(const char *name, int64_t wait_ns,
		     struct qda_device **dev);
int process_open_dsp(struct process *process);
int process_start(struct process *process, const char *path);
int process_load(struct process *process, const char *module);
int process_call(struct process *process, uint32_t method,
		 const struct qda_arg *args, unsigned int count,
		 unsigned long limit_s, int32_t *result);
void process_close(struct process *process);

#endif
