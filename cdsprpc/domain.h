/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef RPC_DOMAIN_H
#define RPC_DOMAIN_H

#include <stddef.h>

/*
 * A domain is a kind of DSP. A program can have four sessions on each, so there
 * are 32 effective domains: domain + 8 * session.
 */
#define RPC_DOMAINS	8
#define RPC_SESSIONS	4
#define RPC_EFFECTIVE	(RPC_DOMAINS * RPC_SESSIONS)

/* The domain of threads that have not named one; by the library's name. */
extern const int rpc_domain_default;

const char *rpc_domain_name(int domain);
int rpc_domain_by_name(const char *name);
int rpc_domain_effective(int domain, unsigned int session);
int rpc_domain_current(void);
void rpc_domain_set_current(int effective);
int rpc_domain_resolve(int effective);

#endif
