package io.oblako.identity.domain.project;

/**
 * A comparison of a text as Keystone's inexact filters know it ({@code name__contains=x}).
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3/#filtering">Keystone: filtering</a>
 */
public record TextMatch(Kind kind, String value) {

    /** How the text is compared. The ones with an I ignore case. */
    public enum Kind {
        EQUALS,
        CONTAINS,
        ICONTAINS,
        STARTSWITH,
        ISTARTSWITH,
        ENDSWITH,
        IENDSWITH
    }
}
