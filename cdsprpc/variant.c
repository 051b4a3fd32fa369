// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The one difference of libcdsprpc, libadsprpc and libsdsprpc.
 */
#include "domain.h"

const int rpc_domain_default = RPC_DOMAIN_DEFAULT;
