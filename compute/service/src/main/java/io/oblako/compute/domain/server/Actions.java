package io.oblako.compute.domain.server;

/** Nova's words for what was asked of a server, in messages, instance actions and their events. */
public final class Actions {

    public static final String CREATE = "create";
    public static final String CREATE_EVENT = "compute__do_build_and_run_instance";

    private Actions() {}

    /** The word of instance actions, for example {@code stop}. */
    public static String word(ServerOrder order) {
        return switch (order) {
            case ServerOrder.Start _ -> "start";
            case ServerOrder.Stop _ -> "stop";
            case ServerOrder.Pause _ -> "pause";
            case ServerOrder.Unpause _ -> "unpause";
            case ServerOrder.Suspend _ -> "suspend";
            case ServerOrder.Resume _ -> "resume";
            case ServerOrder.SoftReboot _, ServerOrder.HardReboot _ -> "reboot";
            case ServerOrder.Rebuild _ -> "rebuild";
            case ServerOrder.Resize _ -> "resize";
            case ServerOrder.ConfirmResize _ -> "confirmResize";
            case ServerOrder.RevertResize _ -> "revertResize";
            case ServerOrder.CreateImage _ -> "createImage";
            case ServerOrder.AttachInterface _ -> "attach_interface";
            case ServerOrder.DetachInterface _ -> "detach_interface";
            case ServerOrder.Lock _ -> "lock";
            case ServerOrder.Unlock _ -> "unlock";
            case ServerOrder.ResetState _ -> "resetState";
            case ServerOrder.Delete _ -> "delete";
            case ServerOrder.ForceDelete _ -> "forceDelete";
        };
    }

    /** The name of the one event that an action has, for example {@code compute_stop_instance}. */
    public static String event(ServerOrder order) {
        return switch (order) {
            case ServerOrder.Start _ -> "compute_start_instance";
            case ServerOrder.Stop _ -> "compute_stop_instance";
            case ServerOrder.Pause _ -> "compute_pause_instance";
            case ServerOrder.Unpause _ -> "compute_unpause_instance";
            case ServerOrder.Suspend _ -> "compute_suspend_instance";
            case ServerOrder.Resume _ -> "compute_resume_instance";
            case ServerOrder.SoftReboot _, ServerOrder.HardReboot _ -> "compute_reboot_instance";
            case ServerOrder.Rebuild _ -> "compute_rebuild_instance";
            case ServerOrder.Resize _ -> "compute_prep_resize";
            case ServerOrder.ConfirmResize _ -> "compute_confirm_resize";
            case ServerOrder.RevertResize _ -> "compute_revert_resize";
            case ServerOrder.CreateImage _ -> "compute_snapshot_instance";
            case ServerOrder.AttachInterface _ -> "compute_attach_interface";
            case ServerOrder.DetachInterface _ -> "compute_detach_interface";
            case ServerOrder.Lock _ -> "api_lock";
            case ServerOrder.Unlock _ -> "api_unlock";
            case ServerOrder.ResetState _ -> "api_reset_state";
            case ServerOrder.Delete _, ServerOrder.ForceDelete _ -> "compute_terminate_instance";
        };
    }
}
