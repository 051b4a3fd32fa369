// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The DSP's log: lines that its code prints. A client of the root PD may read
 * them by the object on handle 5. The DSP asks the client's listener for memory
 * and uses it as a ring of NUL-terminated lines, whose last 4 bytes say where
 * the next line will be. The DSP may change all of it at any time.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "apps_mem.h"
#include "listener.h"
#include "qda.h"
#include "session.h"

#define LOG_HANDLE		5u
#define LOG_DEINIT		3u
#define LOG_INIT3		4u
#define LOG_WAIT		5u

/* What Qualcomm's library asks for: size of the memory, and its heap. */
#define LOG_MEMORY		(256u << 10)
#define LOG_HEAP_DEFAULT	25u

#define LOG_TIMEOUT_NS		INT64_C(10000000000)
#define LOG_UNSUPPORTED		((int32_t)0x80000414)

/**
 * struct qda_log - a log that is being read
 */
struct qda_log {
	/** @session: on the root PD */
	struct qda_session *session;
	/** @ring: the lines, in memory that the DSP writes to */
	const volatile uint8_t *ring;
	/** @size: bytes of lines; the index of the next one lies behind them */
	uint32_t size;
	/** @at: where the next line to be read begins */
	uint32_t at;
};

/**
 * struct log_init3 - input of init3
 */
struct log_init3 {
	/** @heap: 0 */
	uint32_t heap;
	/** @flags: of the memory */
	uint32_t flags;
	/** @filter: 0: all lines */
	uint32_t filter;
	uint32_t pad;
	/** @size: bytes of memory */
	uint64_t size;
};

/* -EOPNOTSUPP: the DSP has no log. */
static int log_begin(struct qda_log *log, int32_t *result)
{
	struct log_init3 init3 = {
		.flags = LOG_HEAP_DEFAULT,
		.size = LOG_MEMORY,
	};
	uint64_t address = 0;
	const struct qda_arg args[] = {
		qda_arg_in(&init3, sizeof(init3)),
		qda_arg_out(&address, sizeof(address)),
	};
	int ret;

	ret = qda_listener_start(log->session);
	if (ret)
		return ret;
	if (!log->session->listener)
		return -EOPNOTSUPP;
	ret = qda_invoke(log->session, LOG_HANDLE, LOG_INIT3, args, 2,
			 LOG_TIMEOUT_NS, result);
	if (ret)
		return ret;
	if (*result)
		return *result == LOG_UNSUPPORTED ? -EOPNOTSUPP : -EREMOTEIO;

	log->ring = qda_apps_mem_pin(qda_listener_mem(log->session->listener),
				     address, LOG_MEMORY);
	log->size = LOG_MEMORY - (uint32_t)sizeof(uint32_t);
	return log->ring ? 0 : -EBADMSG;
}

int qda_log_open(struct qda_device *dev, struct qda_log **log, int32_t *result)
{
	struct qda_log *made;
	int32_t said = 0;
	int ret;

	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	ret = qda_session_attach(dev, QDA_SESSION_ROOT, &made->session, &said);
	if (!ret) {
		ret = log_begin(made, &said);
		if (ret)
			qda_session_close(made->session);
	}
	if (result)
		*result = said;
	if (ret) {
		free(made);
		return ret;
	}
	*log = made;
	return 0;
}

static uint32_t log_after(const struct qda_log *log, uint32_t at)
{
	return at + 1 < log->size ? at + 1 : 0;
}

/* Where the DSP will write next: read once, and within the ring. */
static uint32_t log_end(const struct qda_log *log)
{
	const uint32_t *index = (const void *)(uintptr_t)(log->ring + log->size);
	uint32_t end = __atomic_load_n(index, __ATOMIC_ACQUIRE);

	return end < log->size ? end : 0;
}

/* Takes a line, or as much of it as fits. False if there is no whole one. */
static bool log_take(struct qda_log *log, char *text, size_t size)
{
	uint32_t end = log_end(log);
	uint32_t at = log->at;
	size_t length = 0;

	/* Where a line did not fit before the end there are zeroes. */
	while (at != end && !log->ring[at])
		at = log_after(log, at);
	log->at = at;
	while (at != end && length < size - 1) {
		uint8_t c = log->ring[at];

		at = log_after(log, at);
		if (!c) {
			log->at = at;
			text[length] = '\0';
			return true;
		}
		text[length++] = c >= ' ' && c < 0x7f ? (char)c : ' ';
	}
	text[length] = '\0';
	if (length < size - 1)
		return false;
	log->at = at;
	return true;
}

/* Sleeps until the DSP says that there is something new. */
static int log_wait(struct qda_log *log)
{
	uint64_t bytes = 0;
	const struct qda_arg arg = qda_arg_out(&bytes, sizeof(bytes));

	return qda_invoke(log->session, LOG_HANDLE, LOG_WAIT, &arg, 1, 0, NULL);
}

int qda_log_read(struct qda_log *log, char *text, size_t size, int wait)
{
	if (size < 2)
		return -EINVAL;
	while (!log_take(log, text, size)) {
		int ret = wait ? log_wait(log) : -EAGAIN;

		if (ret)
			return ret;
	}
	return 0;
}

int qda_log_close(struct qda_log *log)
{
	int ret;

	/* The DSP gives the memory back in there. */
	qda_apps_mem_unpin(qda_listener_mem(log->session->listener));
	qda_invoke(log->session, LOG_HANDLE, LOG_DEINIT, NULL, 0,
		   LOG_TIMEOUT_NS, NULL);
	ret = qda_session_close(log->session);
	free(log);
	return ret;
}
