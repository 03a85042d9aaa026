/** The log-in server: realm, users, groups, passwords, its tokens. */
@NullMarked
package io.oblako.identity.keycloak;

import org.jspecify.annotations.NullMarked;
