/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PLAYER_H
#define DSP_TESTS_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../contract/mailbox.h"

/*
 * Plays the virtual DSP for the shell: starts it, has a small guest RAM, makes
 * requests, answers its upcalls from a folder of files.
 */

#define PLAYER_RAM_PAGES	0x8000u
#define PLAYER_LOG_SIZE		0x40000u
#define PLAYER_TIMEOUT_MS	60000
#define PLAYER_CLIENT		4711	/* whose the PD is */

struct player {
	pid_t pid;
	int request, upcall;
	uint8_t *ram;
	struct mailbox_slot *slots[MAILBOX_SLOTS];
	uint32_t next_page, next_map;
	int ram_fd, desk_fd;

	/* Files: from a folder, but one of this name from memory. */
	const char *folder, *file_name;
	const void *file;
	size_t file_size;
	/* A second name of a file of the folder. */
	const char *alias, *alias_of;
	bool no_listener;
	/* Files are lent as memory with the tags of @lent; how often this was asked for. */
	bool lends;
	uint32_t lent_va[4], lent_len[4], lend_requests;
	/* What every fopen fails with, if it is not 0. */
	int32_t open_error;
	/* What the DSP says that it is; 0: nothing. */
	uint32_t arch;
	void *opened[16];
	size_t opened_size[16], opened_at[16];

	/* What has come up. */
	bool ready, answered[MAILBOX_SLOTS];
	struct mailbox_answer answers[MAILBOX_SLOTS];
	char log[PLAYER_LOG_SIZE];
	size_t log_len;
	bool has_fault;
	struct mailbox_fault fault;
	char fault_text[0x10000];
	/* The shell has ended; as waitpid() says. */
	bool ended;
	int status;
};

/* A call that is being put together in a slot. */
struct player_call {
	struct player *player;
	uint32_t slot, module, sc, va, runs, arg_count;
};

const char *player_missing(void);
struct player *player_start(const char *folder);
void player_stop(struct player *player);

void player_request(struct player *player, struct mailbox_request request);
int32_t player_open(struct player *player, const char *uri, uint32_t *module);
int32_t player_open_name(struct player *player, const char *name, uint32_t *module);
const char *player_text(struct player *player);
int32_t player_close(struct player *player, uint32_t module);
uint32_t player_map(struct player *player, int32_t fd, const void *data, uint32_t len,
		    int32_t *result);
int32_t player_unmap(struct player *player, uint32_t va, uint32_t len);
/* The same while slot 0 is in use. */
uint32_t player_map_by(struct player *player, uint32_t slot, int32_t fd, const void *data,
		       uint32_t len, int32_t *result);
int32_t player_unmap_by(struct player *player, uint32_t slot, uint32_t va, uint32_t len);

struct player_call player_call(struct player *player, uint32_t slot, uint32_t module,
			       uint32_t method);
uint32_t player_in(struct player_call *call, const void *data, uint32_t len, uint32_t offset);
uint32_t player_out(struct player_call *call, uint32_t len, uint32_t offset);
void player_handle(struct player_call *call, int32_t fd, const void *data, uint32_t len);
void player_hole(struct player_call *call, uint32_t arg, uint32_t page);
void player_send(struct player_call *call);
bool player_wait(struct player *player, uint32_t slot, int32_t *result, int timeout_ms);
int32_t player_invoke(struct player_call *call);
void player_get(const struct player_call *call, uint32_t arg, void *data);
bool player_wait_end(struct player *player, int timeout_ms);

#endif
