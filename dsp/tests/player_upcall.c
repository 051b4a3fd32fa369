// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What comes up from the shell: its reverse calls, answered as a client's
 * listener would, its log, its fault.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "player.h"
#include "player_upcall.h"

#define PLAYER_APPS_STD		7u
#define PLAYER_NO_SUCH		0x27
#define PLAYER_UNSUPPORTED	0x14
#define PLAYER_NOT_ALLOWED	0x2b
#define PLAYER_LENT		100u	/* tag of the first file that is lent */
#define PLAYER_LENT_SLOT	7u
#define PLAYER_FILE_MAX		(8u << 20)

struct player_packed {
	uint8_t bytes[MAILBOX_MESSAGE_MAX];
	size_t len, at;
};

/* One input buffer, NULL if there is none. */
static const void *player_unpack(struct player_packed *in, uint32_t *len)
{
	const void *data;

	if (in->len - in->at < 4)
		return NULL;
	memcpy(len, in->bytes + in->at, 4);
	in->at += 4;
	if (*len)
		in->at = (in->at + 7) & ~(size_t)7;
	if (in->at > in->len || *len > in->len - in->at)
		return NULL;
	data = in->bytes + in->at;
	in->at += *len;
	return data;
}

static void player_pack(struct player_packed *out, const void *data, uint32_t len)
{
	memcpy(out->bytes + out->at, &len, 4);
	out->at += 4;
	if (len)
		out->at = (out->at + 7) & ~(size_t)7;
	memcpy(out->bytes + out->at, data, len);
	out->at += len;
}

static void *player_read_file(const char *folder, const char *name, size_t *size)
{
	char path[512];
	FILE *file;
	void *data;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	if (!file)
		return NULL;
	data = malloc(PLAYER_FILE_MAX);
	*size = fread(data, 1, PLAYER_FILE_MAX, file);
	fclose(file);
	return data;
}

/* As DSPs ask for it: "./NAME". */
static int32_t player_find(struct player *player, const char *name, void **data, size_t *size)
{
	if (player->open_error)
		return player->open_error;
	if (strncmp(name, "./", 2))
		return PLAYER_NOT_ALLOWED;
	name += 2;
	if (player->alias && !strcmp(name, player->alias))
		name = player->alias_of;
	if (player->file && !strcmp(name, player->file_name)) {
		*size = player->file_size;
		*data = malloc(*size + 1);
		memcpy(*data, player->file, *size);
	} else {
		*data = player_read_file(player->folder, name, size);
	}
	return *data ? 0 : PLAYER_NO_SUCH;
}

static int32_t player_fopen(struct player *player, const char *name, uint32_t *fd)
{
	size_t size = 0;
	void *data;
	int32_t error = player_find(player, name, &data, &size);

	if (error)
		return error;
	for (*fd = 1; *fd < 16; ++*fd) {
		if (player->opened[*fd])
			continue;
		player->opened[*fd] = data;
		player->opened_size[*fd] = size;
		player->opened_at[*fd] = 0;
		return 0;
	}
	free(data);
	return 1;
}

/* Map a file into the PD. Its tag and its length go to @answer. */
static int32_t player_lend(struct player *player, const char *name, uint32_t *answer)
{
	size_t size = 0;
	void *data;
	int32_t error;
	uint32_t i = 0;

	player->lend_requests++;
	if (!player->lends)
		return PLAYER_UNSUPPORTED;
	error = player_find(player, name, &data, &size);
	if (error)
		return error;
	while (i < 4 && player->lent_va[i])
		i++;
	if (i == 4)
		return PLAYER_UNSUPPORTED;
	player->lent_len[i] = (uint32_t)size;
	player->lent_va[i] = player_map_by(player, PLAYER_LENT_SLOT, (int32_t)(PLAYER_LENT + i),
					   data, (uint32_t)size, &error);
	free(data);
	answer[0] = PLAYER_LENT + i;
	answer[1] = (uint32_t)size;
	return error;
}

static int32_t player_take_back(struct player *player, uint32_t fd)
{
	uint32_t i = fd - PLAYER_LENT;
	uint32_t va;

	if (i >= 4 || !player->lent_va[i])
		return 1;
	va = player->lent_va[i];
	player->lent_va[i] = 0;
	return player_unmap_by(player, PLAYER_LENT_SLOT, va, player->lent_len[i]);
}

static int32_t player_fread(struct player *player, const uint32_t *in, struct player_packed *out)
{
	static uint8_t data[MAILBOX_MESSAGE_MAX / 2];
	uint32_t fd = in[0], len = in[1], head[2];
	size_t left;

	if (fd >= 16 || !player->opened[fd] || len > sizeof(data))
		return 1;
	left = player->opened_size[fd] - player->opened_at[fd];
	head[0] = len < left ? len : (uint32_t)left;
	memcpy(data, (uint8_t *)player->opened[fd] + player->opened_at[fd], head[0]);
	player->opened_at[fd] += head[0];
	head[1] = head[0] < len;
	player_pack(out, head, sizeof(head));
	player_pack(out, data, len);
	return 0;
}

static int32_t player_apps_std(struct player *player, uint32_t sc, struct player_packed *in,
			       struct player_packed *out)
{
	uint32_t len, fd;
	const void *buffers[5] = {NULL};
	uint32_t words[2] = {0, 0};
	int32_t error;

	for (uint32_t i = 0; i < (sc >> 16 & 0xff) && i < 5; i++)
		buffers[i] = player_unpack(in, &len);
	if (!buffers[0])
		return 1;
	memcpy(words, buffers[0], sizeof(words));
	switch (sc) {
	case 0x13050100:	/* fopen_with_env */
		error = buffers[3] ? player_fopen(player, buffers[3], &fd) : 1;
		if (!error)
			player_pack(out, &fd, sizeof(fd));
		return error;
	case 0x1f050100:	/* fopen_with_env_fd */
		if (words[0] != 36 || !buffers[3])
			return PLAYER_UNSUPPORTED;
		error = player_lend(player, buffers[3], words);
		if (!error)
			player_pack(out, words, sizeof(words));
		return error;
	case 0x1f010000:	/* fclose_fd */
		return words[0] == 35 ? player_take_back(player, words[1]) : PLAYER_UNSUPPORTED;
	case 0x04010200:	/* fread */
		return player_fread(player, words, out);
	case 0x03010000:	/* fclose */
		if (words[0] >= 16)
			return 1;
		free(player->opened[words[0]]);
		player->opened[words[0]] = NULL;
		return 0;
	default:
		return 1;
	}
}

static int32_t player_remotectl(uint32_t sc, struct player_packed *in, struct player_packed *out)
{
	static const char text[128];
	int32_t answer[2] = {PLAYER_APPS_STD, 0};
	uint32_t len;

	player_unpack(in, &len);
	switch (sc) {
	case 0x00020200: {
		const char *name = player_unpack(in, &len);

		if (!name || strcmp(name, "apps_std"))
			return PLAYER_NO_SUCH;
		player_pack(out, answer, sizeof(answer));
		break;
	}
	case 0x01010200:
		player_pack(out, &answer[1], sizeof(answer[1]));
		break;
	default:
		return 1;
	}
	player_pack(out, text, sizeof(text));
	return 0;
}

static void player_reverse(struct player *player, const struct mailbox_upcall *head,
			   struct player_packed *in)
{
	static struct player_packed out;
	static struct {
		struct mailbox_return head;
		uint8_t bytes[MAILBOX_MESSAGE_MAX];
	} message;

	out.at = 0;
	if (player->no_listener)
		message.head.result = PLAYER_NO_SUCH;
	else if (head->handle == PLAYER_APPS_STD)
		message.head.result = player_apps_std(player, head->sc, in, &out);
	else
		message.head.result = player_remotectl(head->sc, in, &out);
	if (message.head.result)
		out.at = 0;
	message.head.len = (uint32_t)out.at;
	memcpy(message.bytes, out.bytes, out.at);
	send(player->upcall, &message, sizeof(message.head) + out.at, MSG_NOSIGNAL);
}

/* A line each: "LEVEL FILE:LINE TEXT". */
static void player_log(struct player *player, const struct player_packed *in)
{
	const struct mailbox_log *log = (const struct mailbox_log *)in->bytes;
	const char *file = (const char *)(log + 1);
	size_t room = sizeof(player->log) - player->log_len;
	int len;

	len = snprintf(player->log + player->log_len, room, "%u %s:%u %s\n", log->level, file,
		       log->line, file + strlen(file) + 1);
	if (len > 0 && (size_t)len < room)
		player->log_len += (size_t)len;
	if (getenv("QDA_DSP_SHOW"))
		printf("# log: %u %s:%u %s\n", log->level, file, log->line,
		       file + strlen(file) + 1);
}

void player_upcall(struct player *player)
{
	static struct {
		struct mailbox_upcall head;
		uint8_t bytes[MAILBOX_MESSAGE_MAX];
	} message;
	static struct player_packed in;
	ssize_t got = recv(player->upcall, &message, sizeof(message), 0);

	if (got < (ssize_t)sizeof(message.head))
		return;
	in.at = 0;
	in.len = (size_t)got - sizeof(message.head);
	memcpy(in.bytes, message.bytes, in.len);
	switch (message.head.type) {
	case MAILBOX_READY:
		player->ready = true;
		break;
	case MAILBOX_REVERSE:
		player_reverse(player, &message.head, &in);
		break;
	case MAILBOX_LOG:
		player_log(player, &in);
		break;
	case MAILBOX_FAULT:
		player->has_fault = true;
		memcpy(&player->fault, in.bytes, sizeof(player->fault));
		snprintf(player->fault_text, sizeof(player->fault_text), "%s",
			 (const char *)in.bytes + sizeof(player->fault));
		if (getenv("QDA_DSP_SHOW"))
			printf("%s", player->fault_text);
		break;
	}
}
