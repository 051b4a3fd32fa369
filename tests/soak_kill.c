// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The process of the soak that kills. A client dies when it has come as far as was drawn
 * for it, never after a time: so there are as many kills as the board can do, and on the
 * slowest one clients still get to their calls.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "soak.h"
#include "tools/t.h"

/* Jobs of a client before it is killed, at most. */
#define SOAK_REACH	4u
/* So many clients get where they want; then one is killed wherever it is. */
#define SOAK_FAIR	4u
/* Between two looks at the clients, at most. */
#define SOAK_LOOK_MS	3u

/**
 * struct soak_prey - a client, as this process sees it
 * @pid: its process
 * @reach: steps after which it is killed
 */
struct soak_prey {
	pid_t pid;
	uint32_t reach;
};

static struct soak_prey soak_prey[SOAK_CLIENTS];

/* A third does not get to its first job. */
static uint32_t soak_reach(void)
{
	return soak_random(3) ? SOAK_STEPS + soak_random(SOAK_REACH) : 1 + soak_random(SOAK_STEPS);
}

static void soak_start(struct soak_counts *counts, unsigned int i)
{
	static unsigned int seed;
	struct soak_prey *prey = &soak_prey[i];

	seed++;
	counts->clients[i] = (struct soak_client){ 0 };
	prey->reach = soak_reach();
	T_OK(prey->pid = fork());
	if (!prey->pid)
		soak_client(counts, i, seed);
}

/* It ends in no other way. */
static void soak_bury(const struct soak_prey *prey)
{
	int status;

	T_EQ(waitpid(prey->pid, &status, 0), prey->pid);
	T_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static bool soak_is_due(const struct soak_client *client, const struct soak_prey *prey, bool any)
{
	if (__atomic_load_n(&client->stage, __ATOMIC_RELAXED) == SOAK_OUTSIDE)
		return false;
	return any || __atomic_load_n(&client->steps, __ATOMIC_RELAXED) >= prey->reach;
}

/* Kills all that are due, at once, and then waits for them. */
static void soak_look(struct soak_counts *counts)
{
	static unsigned int fair;
	unsigned int any = fair >= SOAK_FAIR ? soak_random(SOAK_CLIENTS) : SOAK_CLIENTS;
	bool killed[SOAK_CLIENTS] = { 0 };

	for (unsigned int i = 0; i < SOAK_CLIENTS; i++) {
		const struct soak_client *client = &counts->clients[i];

		if (!soak_is_due(client, &soak_prey[i], i == any))
			continue;
		fair = i == any ? 0 : fair + 1;
		killed[i] = true;
		soak_add(&counts->kills, 1);
		soak_add(&counts->kills_session, client->stage == SOAK_SESSION);
		T_SYS(kill(soak_prey[i].pid, SIGKILL));
	}
	for (unsigned int i = 0; i < SOAK_CLIENTS; i++)
		if (killed[i]) {
			soak_bury(&soak_prey[i]);
			soak_start(counts, i);
		}
}

void soak_kill(struct soak_counts *counts)
{
	for (unsigned int i = 0; i < SOAK_CLIENTS; i++)
		soak_start(counts, i);
	while (!soak_stopped(counts)) {
		t_sleep_ms(1 + soak_random(SOAK_LOOK_MS));
		soak_look(counts);
	}
	for (unsigned int i = 0; i < SOAK_CLIENTS; i++) {
		T_SYS(kill(soak_prey[i].pid, SIGKILL));
		soak_bury(&soak_prey[i]);
	}
}
