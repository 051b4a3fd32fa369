/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_MAILBOX_H
#define DSP_SHELL_MAILBOX_H

#include <stdint.h>

/*
 * How the virtual DSP and the shell of one PD talk. The virtual DSP starts
 *
 *	qemu-hexagon shell
 *
 * (and for a debugger: qemu-hexagon -g SOCKET,suspend=n shell --places)
 * with the descriptors below. Everything is little endian. The shell trusts
 * the virtual DSP; the virtual DSP trusts nothing that comes out of a PD.
 *
 * Requests go down the request socket and are answered there, in any order:
 * several threads of the shell wait on it, each serves one request at a time.
 * Upcalls go up the upcall socket. Those that want an answer are made one at a
 * time, and the answer comes down the same socket; the others may come between.
 *
 * What is too long for a message lies on the desk, a file that both map: one
 * part for each request that can be under way. A part belongs to the shell
 * from the request to its answer.
 */

/* Descriptors of the shell. */
#define MAILBOX_FD_RAM		3	/* the guest's RAM, a file; mapped shared */
#define MAILBOX_FD_REQUEST	4	/* SOCK_SEQPACKET */
#define MAILBOX_FD_UPCALL	5	/* SOCK_SEQPACKET */
#define MAILBOX_FD_DESK		6	/* memory file of MAILBOX_DESK_SIZE bytes */

/*
 * Address space of a PD, 32 bits. The virtual DSP chooses addresses in the
 * last two parts; in between there are pages without memory.
 */
#define MAILBOX_VA_SHELL	0x01000000u	/* the shell and what it loads */
#define MAILBOX_VA_HEAP		0x10000000u	/* heap, stacks, VTCM */
#define MAILBOX_VA_EMULATOR	0x40000000u	/* what the emulator places: first stack, desk */
#define MAILBOX_VA_MAPS		0x48000000u	/* persistent maps */
#define MAILBOX_VA_CALLS	0x80000000u	/* arguments of calls */
#define MAILBOX_VA_END		0xe0000000u

#define MAILBOX_PAGE_SIZE	4096u
#define MAILBOX_CALLS		8u	/* calls, opens and closes under way in one PD */
#define MAILBOX_SLOTS		9u	/* with what they may wait for: a map */
/* Arguments of the call in slot i lie in a window of this size. */
#define MAILBOX_WINDOW_SIZE	((MAILBOX_VA_END - MAILBOX_VA_CALLS) / MAILBOX_CALLS)

#define MAILBOX_ARGS_MAX	540u
#define MAILBOX_RUNS_MAX	65536u
#define MAILBOX_TEXT_MAX	1024u
#define MAILBOX_MESSAGE_MAX	65536u	/* bytes of any message, header included */

/**
 * struct mailbox_run - pages of the guest's RAM that lie behind each other
 */
struct mailbox_run {
	/** @page: number of the first page in the RAM file, or MAILBOX_HOLE */
	uint32_t page;
	/** @count: pages */
	uint32_t count;
};

/* The guest has not mapped these pages for its DSP: an access must fault. */
#define MAILBOX_HOLE		0xffffffffu

enum mailbox_arg_flags {
	/** @MAILBOX_ARG_WRITE: the SMMU lets the DSP write; else it is mapped read-only */
	MAILBOX_ARG_WRITE = 1 << 0,
	/** @MAILBOX_ARG_HANDLE: a handle argument: code asks for it by @fd */
	MAILBOX_ARG_HANDLE = 1 << 1,
	/** @MAILBOX_ARG_OUT: an output, or a handle */
	MAILBOX_ARG_OUT = 1 << 2,
};

/**
 * struct mailbox_arg - one argument of a call, or one persistent map
 */
struct mailbox_arg {
	/** @va: address of the first byte in the PD; 0 if there are no bytes */
	uint32_t va;
	/** @len: bytes */
	uint32_t len;
	/** @fd: tag that the guest gave the memory; -1 for buffers */
	int32_t fd;
	/** @offset: handle arguments: what the guest says is the offset in @fd */
	uint32_t offset;
	/** @flags: mask of enum mailbox_arg_flags */
	uint32_t flags;
	/** @first_run: index of its first run; the first page is that of @va */
	uint32_t first_run;
	/** @run_count: number of runs, 0 if there are no bytes */
	uint32_t run_count;
	uint32_t pad;
};

/**
 * struct mailbox_slot - the part of the desk that belongs to one request
 */
struct mailbox_slot {
	/** @text: OPEN: the URI, with NUL; in the answer why it failed, with NUL */
	char text[MAILBOX_TEXT_MAX];
	/** @args: INVOKE: in-buffers, out-buffers, in-handles, out-handles. MAP: one */
	struct mailbox_arg args[MAILBOX_ARGS_MAX];
	/** @runs: the pages of all arguments */
	struct mailbox_run runs[MAILBOX_RUNS_MAX];
};

#define MAILBOX_SLOT_SIZE	0x100000u	/* holds a struct mailbox_slot */
#define MAILBOX_DESK_SIZE	(MAILBOX_SLOTS * MAILBOX_SLOT_SIZE)

_Static_assert(sizeof(struct mailbox_slot) <= MAILBOX_SLOT_SIZE, "slot");

enum mailbox_request_type {
	/**
	 * @MAILBOX_OPEN: load the library of the URI in @text and call its open
	 * method. Answer: @result 0 and @value, the shell's name of the module;
	 * or @result, a DSP error, and @text.
	 */
	MAILBOX_OPEN = 1,
	/** @MAILBOX_CLOSE: module @module. Answer: @result. */
	MAILBOX_CLOSE,
	/**
	 * @MAILBOX_INVOKE: call @module with @sc and the arguments on the desk.
	 * They are unmapped before the answer. Answer: @result, that of the method.
	 */
	MAILBOX_INVOKE,
	/** @MAILBOX_MAP: map args[0] until it is unmapped. Answer: @result. */
	MAILBOX_MAP,
	/** @MAILBOX_UNMAP: unmap args[0], of which only @va and @len count. */
	MAILBOX_UNMAP,
	/** @MAILBOX_STAND: say in log lines where each thread is. Answer: 0. */
	MAILBOX_STAND,
};

/**
 * struct mailbox_request - down the request socket
 */
struct mailbox_request {
	uint32_t type;
	/** @slot: part of the desk; names the request until it is answered */
	uint32_t slot;
	uint32_t module;
	uint32_t sc;
	/** @arg_count: arguments on the desk */
	uint32_t arg_count;
	/** @client: of the guest, as the call named it that created the PD */
	int32_t client;
	/** @arch: version that the DSP says it has, 0x68 for v68; 0: nothing is said */
	uint32_t arch;
	/** @timed: whether the answer is to say when */
	uint32_t timed;
};

/**
 * struct mailbox_answer - up the request socket
 */
struct mailbox_answer {
	/** @slot: that of the request */
	uint32_t slot;
	int32_t result;
	uint32_t value;
	/** @thread: that has served a timed request */
	uint32_t thread;
	/** @began: when it has begun, in ns of the machine's CLOCK_MONOTONIC; 0: not timed */
	uint64_t began;
	/** @ended: when it was done */
	uint64_t ended;
};

enum mailbox_upcall_type {
	/** @MAILBOX_READY: the shell waits for requests. No answer. */
	MAILBOX_READY = 1,
	/**
	 * @MAILBOX_REVERSE: call method @sc of object @handle of the guest, by
	 * its listener. The input buffers follow, packed as FastRPC packs them
	 * for reverse calls. Answer: @result; the packed outputs follow.
	 */
	MAILBOX_REVERSE,
	/**
	 * @MAILBOX_LOG: a line that DSP code has printed, @level as of FARF:
	 * 0 low, 1 medium, 2 high, 3 error, 4 fatal. struct mailbox_log and text
	 * follow. No answer.
	 */
	MAILBOX_LOG,
	/**
	 * @MAILBOX_FAULT: a thread has faulted; struct mailbox_fault and text
	 * follow. The process ends right after it. No answer.
	 */
	MAILBOX_FAULT,
};

/**
 * struct mailbox_upcall - up the upcall socket; more bytes follow in the message
 */
struct mailbox_upcall {
	uint32_t type;
	uint32_t handle;
	uint32_t sc;
	/** @len: bytes that follow */
	uint32_t len;
};

/**
 * struct mailbox_return - down the upcall socket; more bytes follow
 */
struct mailbox_return {
	int32_t result;
	/** @len: bytes that follow */
	uint32_t len;
};

/**
 * struct mailbox_log - head of a log line; file name, NUL, text, NUL follow
 */
struct mailbox_log {
	uint32_t level;
	/** @thread: id of the thread */
	uint32_t thread;
	/** @line: in the source file */
	uint32_t line;
	uint32_t pad;
};

/**
 * struct mailbox_fault - what a thread did last; text with NUL follows, one
 * "key: value" a line: pc and lr with library, function and offset, r0 to r31,
 * the calls under way, the libraries and where they lie
 */
struct mailbox_fault {
	/** @signal: number of the signal as Linux counts on Hexagon; 0: ended itself */
	uint32_t signal;
	/** @code: si_code */
	uint32_t code;
	/** @address: that it accessed, if it is an access */
	uint32_t address;
	uint32_t pc;
	uint32_t lr;
	uint32_t sp;
	uint32_t thread;
	uint32_t pad;
};

#endif
