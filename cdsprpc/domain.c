// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Domains: the names and numbers of DSPs, and which one a thread means that
 * names none.
 */
#include <string.h>

#include "domain.h"

static const char *const domain_names[RPC_DOMAINS] = {
	"adsp", "mdsp", "sdsp", "cdsp", "cdsp1", "gdsp0", "gdsp1",
};

/* Effective domain that this thread has used last, -1 at first. */
static _Thread_local int domain_used = -1;

/**
 * rpc_domain_name() - the name of a domain
 * @domain: its number
 *
 * Return: the name; NULL if there is none of that number.
 */
const char *rpc_domain_name(int domain)
{
	return domain >= 0 && domain < RPC_DOMAINS ? domain_names[domain] : NULL;
}

/**
 * rpc_domain_by_name() - the number of a domain
 * @name: its name
 *
 * Return: the number, or -1.
 */
int rpc_domain_by_name(const char *name)
{
	for (int i = 0; i < RPC_DOMAINS; i++) {
		if (domain_names[i] && !strcmp(domain_names[i], name))
			return i;
	}
	return -1;
}

/**
 * rpc_domain_effective() - the number of a session on a domain
 * @domain: the domain
 * @session: the session, below %RPC_SESSIONS
 *
 * Return: the number of the effective domain.
 */
int rpc_domain_effective(int domain, unsigned int session)
{
	return domain + RPC_DOMAINS * (int)session;
}

/**
 * rpc_domain_current() - the effective domain of a thread that names none
 *
 * Return: the one that it has used last, or the library's own.
 */
int rpc_domain_current(void)
{
	return domain_used < 0 ? rpc_domain_default : domain_used;
}

/**
 * rpc_domain_set_current() - a thread uses an effective domain
 * @effective: the effective domain
 */
void rpc_domain_set_current(int effective)
{
	domain_used = effective;
}

/**
 * rpc_domain_resolve() - the effective domain that an argument names
 * @effective: the argument, -1 for the current one
 *
 * Return: the effective domain; -1 if there is none of that number.
 */
int rpc_domain_resolve(int effective)
{
	if (effective == -1)
		effective = rpc_domain_current();
	if (effective < 0 || effective >= RPC_EFFECTIVE ||
	    !domain_names[effective % RPC_DOMAINS])
		return -1;
	return effective;
}
