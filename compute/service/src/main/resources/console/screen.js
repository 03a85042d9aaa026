// Shows the screen of one guest. The token in the address is good for one connection.
import RFB from './novnc/core/rfb.js';

const state = document.getElementById('state');
const keys = document.getElementById('keys');
const token = new URLSearchParams(window.location.search).get('token') ?? '';

const address = new URL('attach', window.location.href);
address.protocol = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
address.search = '?token=' + encodeURIComponent(token);

const rfb = new RFB(document.getElementById('screen'), address.href);
rfb.scaleViewport = true;
rfb.addEventListener('connect', () => {
    state.textContent = 'Connected';
    keys.disabled = false;
    rfb.focus();
});
rfb.addEventListener('disconnect', event => {
    keys.disabled = true;
    state.textContent = event.detail.clean
        ? 'The connection has ended. Ask for a new address to connect again.'
        : 'The console cannot be reached: the address was used or has expired, or the server does not run.';
});
rfb.addEventListener('desktopname', event => { document.title = event.detail.name; });
keys.addEventListener('click', () => rfb.sendCtrlAltDel());
