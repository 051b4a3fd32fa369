/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FAKE_LISTENER_H
#define QDA_FAKE_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "device.h"

/*
 * A DSP that makes calls to the CPU. A test's thread makes them; the library's
 * own thread gets them out of the fake kernel, and brings the outcome back.
 */

/* One buffer of a reverse call. */
struct fake_buf {
	void *bytes;
	uint32_t size;
};

#define FAKE_BUF(object)	{ &(object), sizeof(object) }
#define FAKE_TEXT(text)		{ (char []){ text }, sizeof(text) }

extern struct fake_listener {
	uint32_t handle;	/* of the listener object; 0: there is none */
	bool handles_open;	/* remotectl answers an open with "no such module" */
	unsigned int gems;	/* buffers that exist */
	unsigned int maps;	/* mappings of the DSP that exist */
	int map_error;		/* what MAP returns */
	int32_t map_flags;	/* of the last MAP */
	uint32_t map_request;
	uint32_t more_needs;	/* what get_in_bufs2 wants beyond the call's size */
	unsigned int nexts;	/* calls of next2 */
	uint32_t brought[8];	/* contexts that the first of them brought */
	int32_t next_says;	/* one answer of next2 that is an error */
	bool ended;		/* the session or the DSP has gone */
	bool gone;		/* the DSP has */
	char opened[1024];	/* URI of the last open */
	void (*while_open)(void);	/* what the DSP does in an open */
	uint32_t arch;		/* capability 6, 0: it does not tell */
	int32_t open_error;
	const char *open_text;
	int attach_error;
	/* The log: what init3 does and says, and wait; calls of deinit. */
	int32_t (*log_init)(uint64_t size, uint64_t *address);
	int (*log_wait)(void);
	unsigned int log_deinits;
} fake;

/* A fresh device of a DSP with the listener object @handle. */
struct qda_device *fake_listener_setup(uint32_t handle);
void fake_listener_cleanup(struct qda_device *dev);

/* Makes a call: result, and the outputs in @out. */
int32_t fake_reverse(uint32_t handle, uint32_t method,
		     const struct fake_buf *in, unsigned int ins,
		     const struct fake_buf *out, unsigned int outs);

/* The same with inputs packed by the test, which may claim another size. */
int32_t fake_reverse_raw(uint32_t handle, uint32_t scalars, const void *packed,
			 uint32_t size, uint32_t claimed);

/* Begins a call and does not wait for its end. */
void fake_reverse_begin(uint32_t handle, uint32_t scalars, const void *packed,
			uint32_t size);

/* Reads a buffer, as the DSP would. */
void fake_memory(uint32_t handle, void *bytes, size_t size);

/* The DSP goes: every call returns. */
void fake_listener_go(void);

/* Waits until the library's thread waits for a call. */
void fake_listener_settle(void);

#endif
