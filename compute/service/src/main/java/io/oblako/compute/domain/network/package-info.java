/** Networks, ports and security groups as compute knows them, and the interfaces of servers. */
@NullMarked
package io.oblako.compute.domain.network;

import org.jspecify.annotations.NullMarked;
