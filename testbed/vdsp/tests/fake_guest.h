/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_GUEST_H
#define VDSP_TESTS_FAKE_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/wire.h"

/* Result of a call that has not been answered yet; no DSP result looks like this. */
#define GUEST_PENDING	((int32_t)0x7ead7ead)

#define GUEST_ANSWERS_MAX	512
#define GUEST_SLOTS		64u
#define GUEST_SLOT_SIZE		0x20000u
#define GUEST_SLOT_BASE		0x10000000ull

struct mem;

/* struct guest_arg - an argument: a buffer of ours that is copied, or a mapped range */
struct guest_arg {
	void *data;		/* NULL: the bytes lie at @iova already */
	uint64_t len;
	uint64_t iova;
	int32_t fd;		/* handle arguments only */
	uint32_t offset;	/* handle arguments only; @iova is then the start of the map */
};

/* struct guest_raw - a call as it will be sent; a test may spoil it before it is */
struct guest_raw {
	struct wire_invoke message;
	unsigned int n;
	struct wire_remote_buffer remote[WIRE_ARGS_MAX];
	struct wire_list list[WIRE_ARGS_MAX];
	struct wire_page page[WIRE_ARGS_MAX];
	size_t send_len;	/* bytes of the message that are sent */
};

struct guest_answer {
	size_t len;
	union {
		struct wire_answer message;
		struct wire_notice notice;
	};
};

/* struct fake_guest - the kernel's end of the channel, for one bank and one client */
struct fake_guest {
	struct board board;
	struct mem *mem;
	struct fastrpc *fastrpc;
	struct guest_answer answers[GUEST_ANSWERS_MAX];
	unsigned int answer_count;
	unsigned int notice_count;	/* of them notices */
	unsigned int calls;
	uint32_t sid;
	int32_t client_id;
	unsigned int pd_type;
	uint64_t init_size;	/* memory for a PD that is created */
	void (*spoil)(struct guest_raw *raw);
	int ram;		/* the file that @mem lies in, if PDs have children */
};

extern struct fake_guest guest;

void guest_start(const char *label, unsigned int sid_shift, bool poll);
void guest_end(void);

uint32_t guest_stream(void);
uint64_t guest_device_address(uint64_t iova);
uint64_t guest_send(uint32_t handle, uint32_t sc, const struct guest_arg *args);
int32_t guest_result(uint64_t ctx);
int32_t guest_invoke(uint32_t handle, uint32_t sc, const struct guest_arg *args);
void guest_read_outputs(uint64_t ctx, uint32_t sc, const struct guest_arg *args);
uint64_t guest_slot(uint64_t ctx);
uint32_t guest_poll_word(uint64_t ctx, uint32_t sc);
uint64_t guest_last_ctx(void);
void guest_wait(void);

int32_t guest_attach(void);
int32_t guest_create(uint32_t attributes);
int32_t guest_release(int32_t client_id);
int32_t guest_open(const char *uri, uint32_t *handle, int32_t *error);
uint32_t guest_open_module(const char *name);
struct fastrpc_stats guest_stats(void);

/* Start a CDSP with a running user PD of client 1 in bank 1. */
void guest_start_pd(void);

/* The same with children that run @emulator with @shell. */
/* For the next start: the folder of sockets for debuggers, or NULL. */
void guest_let_debug(const char *folder);
void guest_start_hexagon(const char *emulator, const char *shell);
void guest_end_hexagon(void);
int32_t guest_await(uint64_t ctx);
void guest_await_any(uint64_t ctx, uint64_t other);
void guest_forget_answer(uint64_t ctx);
int32_t guest_call(uint32_t handle, uint32_t sc, const struct guest_arg *args);
/* By a URI or a plain name; by the URI of the library lib<NAME>_skel.so. Texts: 255 bytes. */
uint32_t guest_open_name(const char *name, int32_t *error, char *text);
uint32_t guest_open_hexagon(const char *name, int32_t *error, char *text);
uint32_t guest_open_fake(void);

#endif /* VDSP_TESTS_FAKE_GUEST_H */
